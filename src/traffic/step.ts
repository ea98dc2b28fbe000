/** Time between two readings of a sensor, in milliseconds. */
export const STEP_MS = 300_000
