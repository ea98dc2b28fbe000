import type { DuckDBConnection } from '@duckdb/node-api'
import { createFitTables, fitForecast } from '../../traffic/forecast/fit-forecast.ts'
import { learnLinks } from '../../traffic/forecast/learn-links.ts'
import type { Link } from '../../traffic/forecast/link.ts'
import type { ForecastSource } from './forecast-source.ts'

/**
 * Fits on training steps what the features rest on, and brings it, and the table `sensors`, to where the query joins it.
 *
 * @param isTraining  1 for each step that may be learnt from, [numSteps].
 * @param links  The graph of the roads; `null` where there is none: then neighbours are learnt too.
 */
export async function fitSource(
  connection: DuckDBConnection,
  { steps }: ForecastSource,
  isTraining: Uint8Array,
  links: readonly Link[] | null,
): Promise<void> {
  const known = links ?? learnLinks(steps, isTraining)
  await createFitTables(connection, fitForecast(steps, isTraining, known))
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE sensors AS SELECT * FROM places JOIN sensor_speeds USING (sensor_id)',
  )
}
