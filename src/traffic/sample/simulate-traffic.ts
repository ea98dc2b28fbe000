import { CELL_MILES, lane, type Road } from './road.ts'

/** What happens to a road from outside, [numSteps, numCells] each, row-major, steps of 5 minutes. */
export interface RoadConditions {
  /** Flow that wants to enter each cell from outside, vehicles per hour and lane. */
  readonly demand: Float64Array
  /** Largest flow over the end of each cell, vehicles per hour and lane. */
  readonly capacity: Float64Array
}

/** Means over 5 minutes, [numSteps, numCells] each, row-major; flow = density * speed defines the speed. */
export interface RoadTraffic {
  /** Vehicles per hour and lane over the end of each cell. */
  readonly flow: Float64Array
  /** Vehicles per mile and lane in each cell. */
  readonly density: Float64Array
}

/** Traffic at one moment, [numCells] each; the simulation writes it. */
interface RoadState {
  readonly density: Float64Array
  /** Vehicles per lane that wait to enter. */
  readonly waiting: Float64Array
  /** Vehicles per hour and lane that enter from outside. */
  readonly entering: Float64Array
  /** Vehicles per hour and lane over the end of each cell. */
  readonly leaving: Float64Array
}

const SUBSTEPS = 20
/** 15 seconds: a free vehicle stays in its cell for more than a step. */
const HOURS = 1 / 12 / SUBSTEPS
/** Share of a full lane that an on-ramp gets at least. */
const RAMP_PRIORITY = 0.15
/** Vehicles per lane of the highway that wait on a ramp; more look for another way. */
const WAITING_ROOM = 20

/**
 * Simulates the traffic of a road by the cell transmission model.
 *
 * A cell sends what its density carries at free speed, up to its capacity; it takes what the triangular relation
 * leaves. What is not taken stays, so queues grow upstream from a bottleneck and dissolve from its side. Where
 * mainline and ramp want more than the next cell takes, the ramp gets its share and the mainline the rest. Those
 * who leave and those who stay share one queue.
 *
 * The road begins with the density of the first step's demand, and nothing holds traffic back at its end.
 *
 * Source: Daganzo, The Cell Transmission Model, 1994; part II: Network Traffic, 1995 (merges and diverges).
 * Cost: O(numSteps * numCells * 20).
 */
export function simulateTraffic(road: Road, conditions: RoadConditions): RoadTraffic {
  const numCells = road.freeFlowMph.length
  const numSteps = conditions.demand.length / numCells
  const flow = new Float64Array(numSteps * numCells)
  const density = new Float64Array(numSteps * numCells)
  const state = startState(road, conditions.demand)
  for (let at = 0; at < flow.length; at += numCells) {
    const demand = conditions.demand.subarray(at, at + numCells)
    const capacity = conditions.capacity.subarray(at, at + numCells)
    for (let substep = 0; substep < SUBSTEPS; substep++) {
      for (let cell = 0; cell < numCells; cell++) density[at + cell] += state.density[cell] / SUBSTEPS
      crossBoundaries(state, road, demand, capacity)
      moveVehicles(state, road, demand)
      for (let cell = 0; cell < numCells; cell++) flow[at + cell] += state.leaving[cell] / SUBSTEPS
    }
  }
  return { flow, density }
}

/** Fills the road with free traffic of the first step's demand. */
function startState(road: Road, demand: Float64Array): RoadState {
  const numCells = road.freeFlowMph.length
  const density = new Float64Array(numCells)
  let flow = 0
  for (let cell = 0; cell < numCells; cell++) {
    flow = Math.min(lane.capacity, flow + demand[cell])
    density[cell] = flow / road.freeFlowMph[cell]
    flow *= 1 - road.exitShare[cell]
  }
  const zeros = () => new Float64Array(numCells)
  return { density, waiting: zeros(), entering: zeros(), leaving: zeros() }
}

/** Decides `entering` and `leaving` from densities and waiting vehicles. */
function crossBoundaries(state: RoadState, road: Road, demand: Float64Array, capacity: Float64Array): void {
  const { density, waiting, entering, leaving } = state
  const { freeFlowMph, exitShare } = road
  const numCells = density.length
  for (let cell = 0; cell < numCells; cell++) {
    const before = cell - 1
    const staying = cell === 0 ? 0 : 1 - exitShare[before]
    const sent = cell === 0 ? 0 : Math.min(freeFlowMph[before] * density[before], capacity[before])
    const queued = density[cell] - lane.capacity / freeFlowMph[cell]
    const taken = Math.max(0, lane.capacity - lane.waveMph * Math.max(0, queued))
    const wanted = Math.min(lane.capacity, demand[cell] + waiting[cell] / HOURS)
    // the ramp gets what the mainline leaves, at least its share, at most what it wants
    const ramp = Math.min(wanted, Math.max(taken - sent * staying, RAMP_PRIORITY * taken))
    entering[cell] = cell === 0 ? Math.min(wanted, taken) : ramp
    if (cell > 0) leaving[before] = Math.min(sent, (taken - ramp) / staying)
  }
  const last = numCells - 1
  leaving[last] = Math.min(freeFlowMph[last] * density[last], capacity[last])
}

/** Moves the vehicles of one substep. */
function moveVehicles(state: RoadState, road: Road, demand: Float64Array): void {
  const { density, waiting, entering, leaving } = state
  let through = 0
  for (let cell = 0; cell < density.length; cell++) {
    density[cell] += ((through + entering[cell] - leaving[cell]) * HOURS) / CELL_MILES
    waiting[cell] = Math.min(
      WAITING_ROOM,
      Math.max(0, waiting[cell] + (demand[cell] - entering[cell]) * HOURS),
    )
    through = leaving[cell] * (1 - road.exitShare[cell])
  }
}
