import { describe, expect, it } from 'vitest'
import { lane, type Road } from '../../../src/traffic/sample/road.ts'
import { type RoadConditions, simulateTraffic } from '../../../src/traffic/sample/simulate-traffic.ts'

const numCells = 40
const numSteps = 60

/** Twenty miles at 60 mph without ramps; at its capacity of 2,000 vehicles an hour a lane carries 33.3 a mile. */
function plainRoad(): Road {
  return {
    freeFlowMph: new Float64Array(numCells).fill(60),
    capacity: new Float64Array(numCells).fill(lane.capacity),
    exitShare: new Float64Array(numCells),
    entryFlow: new Float64Array(numCells),
  }
}

/** The same flow wants to enter cell 0 in every step, and nothing is in the way. */
function steady(entering: number): RoadConditions {
  const demand = new Float64Array(numSteps * numCells)
  for (let at = 0; at < demand.length; at += numCells) demand[at] = entering
  return { demand, capacity: new Float64Array(numSteps * numCells).fill(lane.capacity) }
}

/** Lets 900 vehicles an hour over the end of cell 35 in steps 10 to 19. */
function withIncident(conditions: RoadConditions): RoadConditions {
  const capacity = conditions.capacity.slice()
  for (let step = 10; step < 20; step++) capacity[step * numCells + 35] = 900
  return { ...conditions, capacity }
}

/** Gives the time in steps, between steps, at which values of a cell pass a level after a step; centers of steps. */
function crossing(values: Float64Array, cell: number, level: number, after: number): number {
  const valueAt = (step: number) => values[step * numCells + cell]
  for (let step = after + 1; step < numSteps; step++) {
    const [from, to] = [valueAt(step - 1), valueAt(step)]
    if (from < level !== to < level) return step - 0.5 + (level - from) / (to - from)
  }
  throw new Error(`cell ${cell} never passes ${level}`)
}

describe('a road without ramps', () => {
  it('carries 1,500 an hour at 60 mph: 25 vehicles a mile everywhere', () => {
    const { flow, density } = simulateTraffic(plainRoad(), steady(1500))
    for (const value of flow) expect(value).toBeCloseTo(1500, 6)
    for (const value of density) expect(value).toBeCloseTo(25, 6)
  })

  it('jams behind a bottleneck of 1,400: 83.3 vehicles a mile upstream, 23.3 downstream', () => {
    const road = plainRoad()
    const conditions = steady(2000)
    for (let at = 10; at < conditions.capacity.length; at += numCells) conditions.capacity[at] = 1400
    const { flow, density } = simulateTraffic(road, conditions)
    const last = (numSteps - 1) * numCells
    // 33.3 + (2000 - 1400) / 12 on the falling side, 1400 / 60 on the rising one
    expect(density[last + 8]).toBeCloseTo(83.333, 2)
    expect(density[last + 11]).toBeCloseTo(23.333, 2)
    expect([flow[last + 8], flow[last + 11]].map(Math.round)).toEqual([1400, 1400])
  })

  it('queues upstream of an incident, cell after cell, as fast as the shock wave', () => {
    // 1,500 arrive at 25 a mile, 900 pass at 33.3 + 1100 / 12 = 125: the queue's end runs at
    // (1500 - 900) / (125 - 25) = 6 mph, which is a cell of half a mile in each step
    const { density } = simulateTraffic(plainRoad(), withIncident(steady(1500)))
    const arrivals = [34, 33, 32, 31, 30, 29, 28].map((cell) => crossing(density, cell, 75, 9))
    expect(crossing(density, 35, 75, 9)).toBeGreaterThan(10)
    expect(crossing(density, 35, 75, 9)).toBeLessThan(11)
    for (let place = 1; place < arrivals.length; place++) {
      expect(arrivals[place] - arrivals[place - 1]).toBeGreaterThan(0.85)
      expect(arrivals[place] - arrivals[place - 1]).toBeLessThan(1.15)
    }
    expect(density[19 * numCells + 32]).toBeCloseTo(125, 0)
  })

  it('dissolves a queue from its front, at the wave speed of 12 mph: two cells in a step', () => {
    const { flow } = simulateTraffic(plainRoad(), withIncident(steady(1500)))
    const releases = [34, 32, 30, 28].map((cell) => crossing(flow, cell, 1450, 19))
    expect(releases[0]).toBeGreaterThan(20)
    for (let place = 1; place < releases.length; place++) {
      expect(releases[place] - releases[place - 1]).toBeGreaterThan(0.85)
      expect(releases[place] - releases[place - 1]).toBeLessThan(1.15)
    }
  })

  it('loses no vehicle: what entered has left or is there', () => {
    const { flow, density } = simulateTraffic(plainRoad(), withIncident(steady(1500)))
    let left = 0
    for (let at = numCells - 1; at < flow.length; at += numCells) left += flow[at] / 12
    // means over the first and the last step stand for its middle, so half a step is in doubt
    const there = (step: number) =>
      density.subarray(step * numCells, (step + 1) * numCells).reduce((sum, value) => sum + value / 2, 0)
    const entered = (1500 * (numSteps - 1)) / 12
    expect(Math.abs(entered - left - there(numSteps - 1) + there(0))).toBeLessThan(1500 / 12)
  })
})

describe('ramps', () => {
  it('an off-ramp takes its share of the flow', () => {
    const road = plainRoad()
    road.exitShare[4] = 0.1
    const { flow } = simulateTraffic(road, steady(1500))
    const last = (numSteps - 1) * numCells
    expect([flow[last + 4], flow[last + 5]].map(Math.round)).toEqual([1500, 1350])
  })

  it('a crowded on-ramp gets 15 % of the lane, and the mainline jams behind it', () => {
    const conditions = steady(1900)
    for (let at = 10; at < conditions.demand.length; at += numCells) conditions.demand[at] = 600
    const { flow, density } = simulateTraffic(plainRoad(), conditions)
    const last = (numSteps - 1) * numCells
    expect([flow[last + 9], flow[last + 10]].map(Math.round)).toEqual([1700, 2000])
    expect(density[last + 8]).toBeCloseTo(33.333 + 300 / 12, 1)
    expect(density[last + 12]).toBeCloseTo(33.333, 1)
  })

  it('a quiet on-ramp enters at once', () => {
    const conditions = steady(1000)
    for (let at = 10; at < conditions.demand.length; at += numCells) conditions.demand[at] = 600
    const { flow } = simulateTraffic(plainRoad(), conditions)
    const last = (numSteps - 1) * numCells
    expect([flow[last + 9], flow[last + 10]].map(Math.round)).toEqual([1000, 1600])
  })
})

it('the triangle holds wherever traffic is: flow is at most free speed, capacity or the falling side', () => {
  const { flow, density } = simulateTraffic(plainRoad(), withIncident(steady(1900)))
  for (let at = 0; at < flow.length; at++) {
    expect(flow[at]).toBeLessThanOrEqual(density[at] * 60 + 1e-6)
    expect(flow[at]).toBeLessThanOrEqual(lane.capacity + 1e-6)
  }
  // inside the queue flow follows from density alone
  for (let cell = 31; cell < 35; cell++) {
    const at = 18 * numCells + cell
    expect(flow[at]).toBeCloseTo(2000 - 12 * (density[at] - 2000 / 60), 0)
  }
})
