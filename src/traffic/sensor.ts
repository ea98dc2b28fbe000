/** A sensor as the sensors table has it. */
export interface Sensor {
  readonly sensorId: string
  /** Degrees. */
  readonly latitude: number
  readonly longitude: number
  /** Name such as US-101; `null` where the table has no highways. */
  readonly highway: string | null
  /** Declared speed of free traffic in mph; `null` where the table has none. */
  readonly freeFlowMph: number | null
}
