/**
 * One direction of a highway as a chain of cells, [numCells] each, in the direction of travel. Flows are
 * vehicles per hour and lane of the highway.
 */
export interface Road {
  /** Speed of free traffic, mph. */
  readonly freeFlowMph: Float64Array
  /** Largest flow over the end of a cell on a good day. */
  readonly capacity: Float64Array
  /** Share of the flow over the end of a cell that takes an off-ramp there, 0 to 1. */
  readonly exitShare: Float64Array
  /** Flow that enters a cell at full demand: by an on-ramp, and in cell 0 from the road before. */
  readonly entryFlow: Float64Array
}

/**
 * The triangular relation of flow and density of one lane: flow rises with density at the speed of free traffic
 * up to the capacity, then falls at the wave speed. At 65 mph the tip is at 31 vehicles a mile, the jam at 197.
 *
 * Source: Newell, A Simplified Theory of Kinematic Waves, 1993.
 */
export const lane = {
  /** Vehicles per hour. */
  capacity: 2000,
  /** Speed at which queues that form at full flow, and those that dissolve, run upstream, mph. */
  waveMph: 12,
} as const

/** Length of a cell, miles. */
export const CELL_MILES = 0.5
