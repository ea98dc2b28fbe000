import type { OpenForecast } from './open-forecast.ts'

/** Says in one line where the neighbours of sensors come from, and how many sensors a graph gives one that has speeds. */
export function neighboursLine({
  source,
  graph,
  links,
}: Pick<OpenForecast, 'source' | 'graph' | 'links'>): string {
  if (links === null) return 'No graph of the roads: neighbours are learnt from the speeds'
  const { sensorIds } = source.steps
  const known = new Set(sensorIds)
  const covered = new Set(
    links
      .filter((link) => known.has(link.sensorId) && known.has(link.neighborId))
      .map((link) => link.sensorId),
  )
  return `Neighbours come from ${graph}, which covers ${covered.size} of ${sensorIds.length} sensors`
}
