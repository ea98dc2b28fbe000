import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withDuckDb } from '../../src/table/duckdb.ts'
import { readReadings } from '../../src/traffic/read-readings.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'freeflow-readings-'))
})

afterEach(() => rm(directory, { recursive: true }))

async function putText(path: string, text: string): Promise<string> {
  const whole = join(directory, path)
  await mkdir(dirname(whole), { recursive: true })
  await writeFile(whole, text)
  return whole
}

async function putParquet(path: string, sql: string): Promise<string> {
  const whole = await putText(path, '')
  await withDuckDb({}, (connection) => connection.run(`COPY (${sql}) TO '${whole}' (FORMAT parquet)`))
  return whole
}

/** Reads a path and gives what was found with the rows of the view, by sensor and time. */
function read(path: string, timezone = 'UTC') {
  return withDuckDb({ threads: 1 }, async (connection) => {
    const readings = await readReadings(connection, { path, timezone })
    const reader = await connection.runAndReadAll('SELECT * FROM readings ORDER BY sensor_id, timestamp')
    return { readings, names: reader.columnNames(), rows: reader.getRowsJson() }
  })
}

describe('what is read', () => {
  it('reads a CSV file; times without zone are local', async () => {
    const path = await putText('a.csv', 'sensor_id,timestamp,speed\n007,2012-03-01 00:00:00,60.5\n')
    const { rows, readings } = await read(path, 'America/Los_Angeles')
    expect(rows).toEqual([['007', '2012-03-01 08:00:00+00', 60.5]])
    expect(readings).toMatchObject({ numRows: 1, numWithoutSpeed: 0, sensorIds: ['007'], measured: [] })
    expect(readings.startMs).toBe(Date.parse('2012-03-01T08:00:00Z'))
  })

  it('keeps the name of a sensor as it is written', async () => {
    const path = await putText('a.csv', 'sensor_id,timestamp,speed\n12.50,2012-03-01 00:00:00,60.5\n')
    expect((await read(path)).readings.sensorIds).toEqual(['12.50'])
  })

  it('reads times with zone as instants, whatever zone was named', async () => {
    const path = await putText('a.csv', 'sensor_id,timestamp,speed\na,2012-03-01T00:00:00-05:00,60\n')
    expect((await read(path, 'America/Los_Angeles')).rows).toEqual([['a', '2012-03-01 05:00:00+00', 60]])
  })

  it.each([
    ['speed', 60, 60],
    ['speed_mph', 60, 60],
    ['speed_kmh', 160.9344, 100],
    ['speed_ms', 44.704, 100],
  ])('reads %s %d as %d mph', async (name, value, mph) => {
    const path = await putText('a.csv', `sensor_id,timestamp,${name}\na,2012-03-01 00:00:00,${value}\n`)
    expect((await read(path)).rows[0][2]).toBeCloseTo(mph, 12)
  })

  it('reads counts and occupancy where there are any', async () => {
    const path = await putParquet(
      'a.parquet',
      "SELECT 5 AS sensor_id, TIMESTAMP '2012-03-01' AS timestamp, 80::SMALLINT AS speed_kmh, 7 AS vehicle_count, 12.5 AS occupancy",
    )
    const { names, rows, readings } = await read(path)
    expect(names).toEqual(['sensor_id', 'timestamp', 'speed', 'volume', 'occupancy'])
    expect(rows[0][0]).toBe('5')
    expect(rows[0].slice(3)).toEqual([7, 12.5])
    expect(readings.measured).toEqual(['volume', 'occupancy'])
  })

  it('reads a directory with partitions, and no sensors or graph beside', async () => {
    const row = (day: number) =>
      `SELECT 'a' AS sensor_id, TIMESTAMP '2012-03-0${day}' AS timestamp, ${day}.0 AS speed`
    await putParquet('day=2/part-0.parquet', row(2))
    await putParquet('day=1/part-0.parquet', row(1))
    await putText('sensors.csv', 'sensor_id,latitude,longitude\na,34,-118\n')
    await putText('adjacency.csv', 'from,to,weight\n')
    await putText('_SUCCESS', '')
    const { rows, readings } = await read(directory)
    expect(rows.map(([, , speed]) => speed)).toEqual([1, 2])
    expect(readings.sensors).toBe(join(directory, 'sensors.csv'))
    expect(readings.source.files).toHaveLength(2)
  })

  it('takes a null and a NaN speed for missing', async () => {
    const path = await putParquet(
      'a.parquet',
      `SELECT 'a' AS sensor_id, TIMESTAMP '2012-03-01' + i * INTERVAL '5' MINUTE AS timestamp,
        [NULL, 'NaN'::FLOAT, 60][i + 1] AS speed FROM range(3) AS t(i)`,
    )
    const { rows, readings } = await read(path)
    expect(rows.map(([, , speed]) => speed)).toEqual([null, null, 60])
    expect(readings.numWithoutSpeed).toBe(2)
    expect(readings.startMs).toBe(Date.parse('2012-03-01T00:10:00Z'))
  })

  it('widens single-precision speeds before anything is done with them', async () => {
    const path = await putParquet(
      'a.parquet',
      "SELECT 'a' AS sensor_id, TIMESTAMP '2012-03-01' AS timestamp, 100.3::FLOAT AS speed_kmh",
    )
    expect((await read(path)).rows[0][2]).toBe(Math.fround(100.3) / 1.609344)
  })
})

describe('what stands out', () => {
  const warnings = async (rows: string) => {
    const path = await putText('a.csv', `sensor_id,timestamp,speed,occupancy\n${rows}`)
    return (await read(path)).readings.warnings.map((line) => line.replace(`${path}: `, ''))
  }

  it('says nothing of sound readings', async () => {
    expect(await warnings('a,2012-03-01 00:00:00,60,5\n')).toEqual([])
  })

  it('counts speeds out of range, rows off the steps, and doubts small occupancies', async () => {
    expect(await warnings('a,2012-03-01 00:00:03,120,0.5\nb,2012-03-01 00:00:00,-1,0.25\n')).toEqual([
      '2 of 2 speeds are below 0 or above 100 mph',
      '1 of 2 rows lie off the 5-minute steps; lags are exact',
      'occupancy is at most 0.5; percent (0 to 100) is expected, not a share',
    ])
  })
})

describe('what is refused', () => {
  const head = 'sensor_id,timestamp,speed\n'
  const cases: readonly [what: string, path: string, text: string | null, message: string][] = [
    ['a path where nothing is', 'absent', null, 'there is no such file or directory'],
    [
      'a directory without data',
      'empty/README.md',
      'x',
      'the directory holds no .parquet, .csv or .csv.gz file',
    ],
    ['text named .parquet', 'a.parquet', 'hello, this is text', 'not readable as Parquet: '],
    ['an empty file named .parquet', 'a.parquet', '', 'not readable as Parquet: '],
    ['a CSV file without rows', 'a.csv', head, 'has no rows'],
    ['an empty CSV file', 'a.csv', '', 'has no rows'],
    [
      'missing columns',
      'a.csv',
      'sensor,time_stamp,speeds\n1,2,3\n',
      'column sensor_id is missing (nearest is sensor); column timestamp is missing (nearest is time_stamp); ' +
        'column speed or speed_mph or speed_kmh or speed_ms is missing (nearest is speeds)',
    ],
    [
      'a speed in words',
      'a.csv',
      `${head}a,2012-03-01 00:00:00,fast\n`,
      'column speed must be a number, is VARCHAR',
    ],
    ['a time that is none', 'a.csv', `${head}a,noon,60\n`, 'column timestamp must be a time, is VARCHAR'],
    ['no speed at all', 'a.csv', `${head}a,2012-03-01 00:00:00,nan\n`, 'no row has a speed'],
    [
      'an infinite speed',
      'a.csv',
      `${head}a,2012-03-01 00:00:00,60.5\na,2012-03-01 00:05:00,inf\n`,
      '1 rows have an infinite number',
    ],
    [
      'a row without sensor',
      'a.csv',
      `${head},2012-03-01 00:00:00,60\n`,
      '1 rows have no sensor_id or no timestamp',
    ],
    [
      'two readings of one instant',
      'a.csv',
      `${head}${'a,2012-03-01 00:00:00,60\n'.repeat(2)}${'b,2012-03-01 00:05:00,60\n'.repeat(3)}`,
      '2 times a sensor has several readings of one instant: ' +
        'a at 2012-03-01 00:00:00+00 (2 times), b at 2012-03-01 00:05:00+00 (3 times)',
    ],
    [
      'all that is wrong with the rows at once',
      'a.csv',
      `${head}${'a,2012-03-01 00:00:00,60.5\n'.repeat(2)},2012-03-01 00:00:00,inf\n`,
      '1 rows have no sensor_id or no timestamp; 1 rows have an infinite number; ' +
        '1 times a sensor has several readings of one instant: a at 2012-03-01 00:00:00+00 (2 times)',
    ],
  ]

  it.each(cases)('%s', async (_, file, text, message) => {
    if (text !== null) await putText(file, text)
    const path = join(directory, file.startsWith('empty/') ? 'empty' : file)
    const error = await read(path).then(
      () => null,
      (reason) => reason,
    )
    expect(error).toMatchObject({ code: 'data' })
    expect(error.message).toContain(`${path}: ${message}`)
    expect(error.message).not.toContain('\n')
  })

  it('files of which some have times with zone and some without', async () => {
    await putText('a.csv', `${head}a,2012-03-01 00:00:00,60\n`)
    await putText('b.csv', `${head}a,2012-03-01T00:05:00Z,60\n`)
    await expect(read(directory)).rejects.toThrow(
      `${directory}: timestamp has a zone in some files and none in ${join(directory, 'a.csv')}`,
    )
  })

  it('a zone that nobody knows', async () => {
    const path = await putText('a.csv', `${head}a,2012-03-01 00:00:00,60\n`)
    await expect(read(path, 'Mars/Olympus')).rejects.toMatchObject({ code: 'usage' })
  })
})
