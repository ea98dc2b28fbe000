import type { DuckDBConnection } from '@duckdb/node-api'
import { createTable } from '../../table/create-table.ts'
import type { Column, Table } from '../../table/table.ts'
import { fitProfile } from './fit-profile.ts'
import type { Link } from './link.ts'
import { sensorSpeeds } from './sensor-speeds.ts'
import type { SpeedSteps } from './speed-steps.ts'

/** What the features of a forecast rest on beside the readings: tables by the names under which the query joins them. */
export interface ForecastFit {
  readonly profile: Table
  readonly profile_parts: Table
  readonly sensor_speeds: Table
  readonly links: Table
}

/**
 * Measures on training steps alone what the features of a forecast rest on.
 *
 * @param isTraining  1 for each step that may be learnt from, [numSteps].
 */
export function fitForecast(steps: SpeedSteps, isTraining: Uint8Array, links: readonly Link[]): ForecastFit {
  const { profile, parts } = fitProfile(steps, isTraining)
  return {
    profile,
    profile_parts: parts,
    sensor_speeds: sensorSpeeds(steps, isTraining),
    links: linksTable(links),
  }
}

/** Brings a fit into DuckDB, under the names that the query joins; what was there is replaced. */
export async function createFitTables(connection: DuckDBConnection, fit: ForecastFit): Promise<void> {
  for (const [name, table] of Object.entries(fit)) {
    await connection.run(`DROP TABLE IF EXISTS ${name}`)
    await createTable(connection, name, table)
  }
}

function linksTable(links: readonly Link[]): Table {
  const text = (of: (link: Link) => string): Column => {
    const dictionary = [...new Set(links.map(of))]
    const codeByText = new Map(dictionary.map((value, code) => [value, code]))
    return {
      kind: 'string',
      codes: Int32Array.from(links, (link) => codeByText.get(of(link)) ?? -1),
      dictionary,
    }
  }
  return {
    numRows: links.length,
    columns: new Map<string, Column>([
      ['sensor_id', text(({ sensorId }) => sensorId)],
      ['neighbor_id', text(({ neighborId }) => neighborId)],
      ['kind', text(({ kind }) => kind)],
      ['weight', { kind: 'number', values: Float64Array.from(links, ({ weight }) => weight) }],
    ]),
  }
}
