import type { Column, Table } from '../table/table.ts'
import { kMeans, nearestCenter, type Point } from './k-means.ts'
import type { Sensor } from './sensor.ts'

/** What the features of a network are measured against; kept with the features and with the model. */
export interface Network {
  readonly center: { readonly latitude: number; readonly longitude: number }
  /** Degrees: the corner that normalises to 0, and the size that normalises to 1. */
  readonly box: {
    readonly south: number
    readonly west: number
    readonly height: number
    readonly width: number
  }
  /**
   * Where the free-flow speed of a sensor comes from: `highway` is 65 mph on highways 1 to 4, else 60;
   * `declared` is the sensors table; `measured` is the 85th percentile of the sensor's own speeds.
   */
  readonly freeFlow: 'highway' | 'declared' | 'measured'
  /** From west to east: the place in the list is the number of the cluster. */
  readonly clusterCenters: readonly { readonly latitude: number; readonly longitude: number }[]
  /** Free-flow speeds that are settled, by sensor: they go before all others. Empty where it is just fitted. */
  readonly knownMph: ReadonlyMap<string, number>
}

/** The constants of the original job: downtown Los Angeles and the box around it. */
const losAngeles = {
  center: { latitude: 34.0522, longitude: -118.2437 },
  box: { south: 33.7, west: -119, height: 0.8, width: 2 },
}

const codeByHighway = new Map([
  [101, 1],
  [110, 2],
  [405, 3],
  [10, 4],
])

const KM_PER_DEGREE = 111

/**
 * Finds what a network is measured against.
 *
 * If all sensors lie in the Los Angeles box, centre and box are those of the original job, and free flow goes
 * by highway if highways are given. Any other network has its own: the mean position, and the smallest box
 * around the sensors; free flow is declared if some sensor declares it, else measured.
 *
 * @param sensors  At least one, in any order.
 * @param options.seed  Seed of the clusters: 10, or one for each distinct position.
 */
export function fitNetwork(sensors: readonly Sensor[], options: { readonly seed: number }): Network {
  const isLosAngeles = sensors.every(inLosAngeles)
  const hasHighways = sensors.some(({ highway }) => highway !== null)
  const centers = kMeans(sensors.map(pointOf), { numClusters: 10, seed: options.seed })
  return {
    ...(isLosAngeles ? losAngeles : ownFrame(sensors)),
    freeFlow: isLosAngeles && hasHighways ? 'highway' : ownFreeFlow(sensors),
    clusterCenters: centers.map(({ x, y }) => ({ latitude: y, longitude: x })),
    knownMph: new Map(),
  }
}

/**
 * Places sensors in their network.
 *
 * @param measuredMph  Free-flow speeds by sensor, used where neither highway nor table says one.
 * @returns A table of one row per sensor, in the order given: sensor_id, latitude, longitude, lat_normalized,
 *   lon_normalized, distance_from_center (km), highway_encoded, sensor_cluster, free_flow_mph (null where
 *   nothing says it).
 */
export function placeSensors(
  network: Network,
  sensors: readonly Sensor[],
  measuredMph: ReadonlyMap<string, number>,
): Table {
  const { box } = network
  const centers = network.clusterCenters.map(pointOf)
  const columns = new Map<string, Column>([
    ['sensor_id', namesOf(sensors)],
    ['latitude', numbers(sensors, ({ latitude }) => latitude)],
    ['longitude', numbers(sensors, ({ longitude }) => longitude)],
    ['lat_normalized', numbers(sensors, ({ latitude }) => (latitude - box.south) / (box.height || 1))],
    ['lon_normalized', numbers(sensors, ({ longitude }) => (longitude - box.west) / (box.width || 1))],
    ['distance_from_center', numbers(sensors, (sensor) => distanceKm(sensor, network.center))],
    ['highway_encoded', numbers(sensors, ({ highway }) => encodeHighway(highway))],
    ['sensor_cluster', numbers(sensors, (sensor) => nearestCenter(pointOf(sensor), centers))],
    ['free_flow_mph', numbers(sensors, (sensor) => freeFlowMph(network, sensor, measuredMph))],
  ])
  return { numRows: sensors.length, columns }
}

function inLosAngeles({ latitude, longitude }: Sensor): boolean {
  const { south, west, height, width } = losAngeles.box
  return latitude >= south && latitude <= south + height && longitude >= west && longitude <= west + width
}

function ownFrame(sensors: readonly Sensor[]): Pick<Network, 'center' | 'box'> {
  // sums in sorted order, so that the order of the sensors does not count
  const latitudes = sensors.map(({ latitude }) => latitude).sort((a, b) => a - b)
  const longitudes = sensors.map(({ longitude }) => longitude).sort((a, b) => a - b)
  const last = sensors.length - 1
  return {
    center: { latitude: mean(latitudes), longitude: mean(longitudes) },
    box: {
      south: latitudes[0],
      west: longitudes[0],
      height: latitudes[last] - latitudes[0],
      width: longitudes[last] - longitudes[0],
    },
  }
}

function ownFreeFlow(sensors: readonly Sensor[]): Network['freeFlow'] {
  return sensors.some((sensor) => sensor.freeFlowMph !== null) ? 'declared' : 'measured'
}

function freeFlowMph(network: Network, sensor: Sensor, measuredMph: ReadonlyMap<string, number>): number {
  const known = network.knownMph.get(sensor.sensorId)
  if (known !== undefined) return known
  if (network.freeFlow === 'highway') return encodeHighway(sensor.highway) > 0 ? 65 : 60
  const declared = network.freeFlow === 'declared' ? sensor.freeFlowMph : null
  return declared ?? measuredMph.get(sensor.sensorId) ?? Number.NaN
}

/** Codes a highway by the number in its name, so US-101, I 101 and 101 are one. */
function encodeHighway(highway: string | null): number {
  const number = Number(highway?.match(/\d+/)?.[0])
  return codeByHighway.get(number) ?? 0
}

function distanceKm(sensor: Sensor, center: Network['center']): number {
  const north = sensor.latitude - center.latitude
  const east = sensor.longitude - center.longitude
  return KM_PER_DEGREE * Math.sqrt(north ** 2 + east ** 2)
}

function pointOf(position: { readonly latitude: number; readonly longitude: number }): Point {
  return { x: position.longitude, y: position.latitude }
}

function namesOf(sensors: readonly Sensor[]): Column {
  return {
    kind: 'string',
    codes: Int32Array.from(sensors.keys()),
    dictionary: sensors.map(({ sensorId }) => sensorId),
  }
}

function numbers(sensors: readonly Sensor[], value: (sensor: Sensor) => number): Column {
  return { kind: 'number', values: Float64Array.from(sensors, value) }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
