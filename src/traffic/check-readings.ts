import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../errors.ts'

/** What a pass over the readings found. */
export interface ReadingCounts {
  readonly numRows: number
  /** Rows whose speed is null. */
  readonly numWithoutSpeed: number
  /** Sensors with a speed, in alphabetical order. */
  readonly sensorIds: readonly string[]
  /** First and last instant with a speed, in milliseconds since 1970 UTC. */
  readonly startMs: number
  readonly endMs: number
  /** What a person should look at, one line each; empty if nothing stands out. */
  readonly warnings: readonly string[]
}

/**
 * Passes once over the view `readings` and checks what every row must keep.
 *
 * @param place  What an error message begins with, for instance the path that the user gave.
 * @throws FreeflowError `data` for rows without sensor or time, infinite values, no speed at all, and two
 *   readings of one sensor at one time, all in one message.
 */
export async function checkReadings(
  connection: DuckDBConnection,
  place: string,
  measured: readonly string[],
): Promise<ReadingCounts> {
  const counts = await countRows(connection, measured)
  const problems = [...problemsOf(counts), ...(await describeDoubles(connection))]
  if (problems.length > 0) {
    throw new FreeflowError('data', `${place}: ${problems.join('; ')}`, {
      hint: 'one reading per sensor and instant; local times repeat when clocks go back, so write their zone',
    })
  }
  return {
    numRows: counts.rows,
    numWithoutSpeed: counts.withoutSpeed,
    sensorIds: await sensorIds(connection),
    startMs: counts.start,
    endMs: counts.end,
    warnings: warningsOf(place, counts),
  }
}

type Counts = Awaited<ReturnType<typeof countRows>>

async function countRows(connection: DuckDBConnection, measured: readonly string[]) {
  const numbers = ['speed', ...measured]
  const reader = await connection.runAndReadAll(`
    SELECT count(*),
      count(*) FILTER (speed IS NULL),
      count(*) FILTER (sensor_id IS NULL OR timestamp IS NULL),
      count(*) FILTER (${numbers.map((name) => `isinf(${name})`).join(' OR ')}),
      count(*) FILTER (speed < 0 OR speed > 100),
      count(*) FILTER (epoch_ms(timestamp) % 300000 <> 0),
      epoch_ms(min(timestamp) FILTER (speed IS NOT NULL)),
      epoch_ms(max(timestamp) FILTER (speed IS NOT NULL)),
      ${measured.includes('occupancy') ? 'max(occupancy)' : 'NULL'}
    FROM readings`)
  const values = reader.getRowsJson()[0].map(Number)
  const [rows, withoutSpeed, withoutKey, infinite, outOfRange, offStep, start, end, highest] = values
  return { rows, withoutSpeed, withoutKey, infinite, outOfRange, offStep, start, end, highest }
}

function problemsOf({ rows, withoutKey, infinite, withoutSpeed }: Counts): string[] {
  const problems: string[] = []
  if (withoutKey > 0) problems.push(`${withoutKey} rows have no sensor_id or no timestamp`)
  if (infinite > 0) problems.push(`${infinite} rows have an infinite number`)
  if (rows === withoutSpeed) problems.push('no row has a speed')
  return problems
}

/** Says how many keys have several readings, with a few of them; empty if none has. */
async function describeDoubles(connection: DuckDBConnection): Promise<string[]> {
  const reader = await connection.runAndReadAll(`
    SELECT sensor_id, CAST(timestamp AS VARCHAR), count(*), count(*) OVER ()
    FROM readings WHERE sensor_id IS NOT NULL AND timestamp IS NOT NULL
    GROUP BY sensor_id, timestamp HAVING count(*) > 1 ORDER BY sensor_id, timestamp LIMIT 3`)
  const doubles = reader.getRowsJson()
  if (doubles.length === 0) return []
  const examples = doubles.map(([sensor, instant, times]) => `${sensor} at ${instant} (${times} times)`)
  return [`${doubles[0][3]} times a sensor has several readings of one instant: ${examples.join(', ')}`]
}

async function sensorIds(connection: DuckDBConnection): Promise<string[]> {
  const reader = await connection.runAndReadAll(
    'SELECT DISTINCT sensor_id FROM readings WHERE speed IS NOT NULL ORDER BY sensor_id',
  )
  return reader.getRowsJson().map(([sensor]) => String(sensor))
}

function warningsOf(place: string, counts: Counts): string[] {
  const warnings: string[] = []
  if (counts.outOfRange > 0) {
    warnings.push(`${place}: ${counts.outOfRange} of ${counts.rows} speeds are below 0 or above 100 mph`)
  }
  if (counts.offStep > 0) {
    warnings.push(
      `${place}: ${counts.offStep} of ${counts.rows} rows lie off the 5-minute steps; lags are exact`,
    )
  }
  if (counts.highest > 0 && counts.highest <= 1) {
    warnings.push(
      `${place}: occupancy is at most ${counts.highest}; percent (0 to 100) is expected, not a share`,
    )
  }
  return warnings
}
