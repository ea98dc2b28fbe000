const ends = [20, 40, 55]

/** From jam to free flow: what is learnt of one says little of another. */
export const speedRegimes = {
  names: ['<20', '20-40', '40-55', '>=55'],
  /** Upper ends in mph, each excluded; the last regime has none. */
  ends,
  /** Gives the index of the name of a speed in mph. */
  codeOf: (speedMph: number): number => ends.filter((end) => speedMph >= end).length,
} as const
