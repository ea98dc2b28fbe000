import { forecastFeatures } from '../../traffic/forecast/forecast-columns.ts'

/** Columns of the feature table that say where a sensor is. */
export const placeColumns = [
  'lat_normalized',
  'lon_normalized',
  'distance_from_center',
  'highway_encoded',
  'sensor_cluster',
] as const

/** Gives the features of a forecast that a table with these place columns has, in the vector's order. */
export function featuresOf(places: readonly string[]): string[] {
  const { numeric, categorical } = forecastFeatures
  return [...numeric, ...categorical].filter(
    (name) => !placeColumns.some((place) => place === name) || places.includes(name),
  )
}
