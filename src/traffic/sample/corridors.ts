import { CELL_MILES } from './road.ts'

/** One direction of a highway of the generated network. */
export interface Corridor {
  readonly highway: string
  readonly direction: 'N' | 'S' | 'E' | 'W'
  /** Lanes of this direction. */
  readonly lanes: number
  /** Speed of free traffic, mph. */
  readonly freeFlowMph: number
  /** Demand at the two peaks of a workday, 1 for the full demand of the road. */
  readonly peaks: Peaks
  /** In the direction of travel: [latitude, longitude] in degrees. */
  readonly line: readonly Place[]
  /** Length in cells of half a mile. */
  readonly numCells: number
}

/** Height of the morning and of the evening peak. */
export interface Peaks {
  readonly morning: number
  readonly evening: number
}

type Place = readonly [latitude: number, longitude: number]

/** Each from its southern or western end; the first direction is the one in which the line runs. */
const highways = [
  {
    name: 'US-101',
    directions: ['N', 'S'],
    lanes: 4,
    freeFlowMph: 65,
    peaks: [
      { morning: 0.8, evening: 1 },
      { morning: 1, evening: 0.9 },
    ],
    // downtown, Hollywood, Cahuenga Pass, Sherman Oaks, Woodland Hills
    line: [
      [34.055, -118.242],
      [34.102, -118.318],
      [34.137, -118.362],
      [34.158, -118.448],
      [34.17, -118.6],
    ],
  },
  {
    name: 'I-110',
    directions: ['N', 'S'],
    lanes: 4,
    freeFlowMph: 65,
    peaks: [
      { morning: 1, evening: 0.85 },
      { morning: 0.75, evening: 1 },
    ],
    // San Pedro, Carson, downtown, Highland Park
    line: [
      [33.76, -118.287],
      [33.858, -118.285],
      [34.045, -118.265],
      [34.08, -118.228],
    ],
  },
  {
    name: 'I-405',
    directions: ['N', 'S'],
    lanes: 5,
    freeFlowMph: 65,
    peaks: [
      { morning: 0.95, evening: 0.95 },
      { morning: 0.95, evening: 0.95 },
    ],
    // Long Beach, Hawthorne, airport, Westwood, Sepulveda Pass, Sherman Oaks, San Fernando
    line: [
      [33.805, -118.18],
      [33.9, -118.36],
      [33.955, -118.369],
      [34.06, -118.445],
      [34.13, -118.478],
      [34.16, -118.468],
      [34.26, -118.472],
    ],
  },
  {
    name: 'I-10',
    directions: ['E', 'W'],
    lanes: 4,
    freeFlowMph: 65,
    peaks: [
      { morning: 0.8, evening: 1 },
      { morning: 1, evening: 0.8 },
    ],
    // Santa Monica, Culver City, downtown, Alhambra, El Monte, West Covina
    line: [
      [34.017, -118.49],
      [34.037, -118.378],
      [34.033, -118.265],
      [34.062, -118.17],
      [34.072, -118.03],
      [34.072, -117.93],
    ],
  },
  {
    name: 'I-5',
    directions: ['N', 'S'],
    lanes: 4,
    freeFlowMph: 60,
    peaks: [
      { morning: 1, evening: 0.8 },
      { morning: 0.8, evening: 1 },
    ],
    // Norwalk, East Los Angeles, Elysian Park, Griffith Park, Burbank, Sylmar
    line: [
      [33.9, -118.07],
      [34.015, -118.17],
      [34.08, -118.225],
      [34.15, -118.28],
      [34.19, -118.32],
      [34.31, -118.475],
    ],
  },
] as const

/** The corridors of the generated network: two directions of five highways, first all of one way. */
export const corridors: readonly Corridor[] = [0, 1].flatMap((way) =>
  highways.map(({ name, directions, lanes, freeFlowMph, peaks, line }) => ({
    highway: name,
    direction: directions[way],
    lanes,
    freeFlowMph,
    peaks: peaks[way],
    line: way === 0 ? line : line.toReversed(),
    numCells: Math.round(lengthMiles(line) / CELL_MILES),
  })),
)

/** Gives the place at a share of a line's length, 0 for its start and 1 for its end. */
export function placeAlong(line: readonly Place[], share: number): Place {
  let rest = share * lengthMiles(line)
  for (let end = 1; end < line.length; end++) {
    const miles = distanceMiles(line[end - 1], line[end])
    if (rest <= miles || end === line.length - 1) return between(line[end - 1], line[end], rest / miles)
    rest -= miles
  }
  return line[0]
}

function lengthMiles(line: readonly Place[]): number {
  return line.slice(1).reduce((sum, place, index) => sum + distanceMiles(line[index], place), 0)
}

/** Flat earth at the latitude of Los Angeles: a degree is 69 miles north and 57.2 miles east. */
function distanceMiles(from: Place, to: Place): number {
  return Math.hypot(69 * (to[0] - from[0]), 57.2 * (to[1] - from[1]))
}

function between(from: Place, to: Place, share: number): Place {
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
}
