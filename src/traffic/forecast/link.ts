/** A neighbour of a sensor. */
export interface Link {
  readonly sensorId: string
  readonly neighborId: string
  /** Where the neighbour lies: upstream, traffic comes from there; downstream, it goes there. */
  readonly kind: 'up' | 'down'
  /** Above 0; a mean over neighbours counts each by it. */
  readonly weight: number
}
