import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BuildFeaturesOptions, buildFeatures } from '../../src/jobs/build-features.ts'
import { withDuckDb } from '../../src/table/duckdb.ts'
import { featureTableInfo, featureTableInfoFile } from '../../src/traffic/feature-table-info.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'freeflow-features-'))
})

afterEach(() => rm(directory, { recursive: true }))

/** Two days of two sensors in Los Angeles, 576 steps each, with a count and no occupancy. */
const rows = `SELECT sensor AS sensor_id, TIMESTAMP '2012-03-01' + i * INTERVAL '5' MINUTE AS timestamp,
    CAST(60 - (i * 7 + ascii(sensor)) % 31 / 10 AS DOUBLE) AS speed, i % 50 AS volume
  FROM range(576) AS steps(i), (VALUES ('a'), ('b')) AS sensors(sensor)`

const sensorsCsv = 'sensor_id,latitude,longitude,highway\na,34.1,-118.2,US-101\nb,34.0,-118.3,SR-2\n'

async function putReadings(name: string, order: string): Promise<string> {
  const data = join(directory, name)
  await mkdir(data)
  await writeFile(join(data, 'sensors.csv'), sensorsCsv)
  await withDuckDb({}, (connection) =>
    connection.run(`COPY (${rows} ORDER BY ${order}) TO '${data}/readings.parquet' (FORMAT parquet)`),
  )
  return data
}

function build(data: string, out: string, rest: Partial<BuildFeaturesOptions> = {}) {
  const lines: string[] = []
  const options = {
    data,
    out,
    timezone: 'America/Los_Angeles',
    byRow: false,
    seed: 42,
    threads: 2,
    report: { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(`! ${line}`) },
    clock: () => 0,
    ...rest,
  }
  return buildFeatures(options).then((summary) => ({ summary, lines }))
}

async function hashesOf(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
  const hashes: Record<string, string> = {}
  for (const one of names) {
    const file = join(one.parentPath, one.name)
    hashes[file.slice(path.length + 1)] = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
  }
  return hashes
}

describe('buildFeatures', () => {
  it('writes one file a local day, and what it is made of beside', async () => {
    const out = join(directory, 'out')
    const { summary, lines } = await build(await putReadings('data', 'sensor_id, timestamp'), out)
    expect(summary).toMatchObject({
      rows: 1152,
      sensors: 2,
      files: 2,
      rows_dropped: { speed_missing: 0 },
      absent_columns: ['occupancy_ratio'],
      start: '2012-03-01T08:00:00.000Z',
      end: '2012-03-03T07:55:00.000Z',
      timezone: 'America/Los_Angeles',
      seconds: 0,
    })
    expect(lines).toContain('Columns that the source does not have: occupancy_ratio')
    const hashes = await hashesOf(out)
    const info = featureTableInfo.parse(JSON.parse(await readFile(join(out, featureTableInfoFile), 'utf8')))
    expect(info.files.map(({ path }) => path)).toEqual([
      'year=2012/month=3/day=1/part-00000.parquet',
      'year=2012/month=3/day=2/part-00000.parquet',
    ])
    expect(info.files.map(({ sha256 }) => sha256)).toEqual(info.files.map(({ path }) => hashes[path]))
    expect(Object.keys(hashes).sort()).toEqual([featureTableInfoFile, ...info.files.map(({ path }) => path)])
    expect(info.absent_columns).toEqual(['occupancy_ratio'])
    expect(info.units).toMatchObject({ speed: 'mph', flow_rate: 'veh/h' })
    expect(info.network).toMatchObject({
      center: { latitude: 34.0522, longitude: -118.2437 },
      free_flow: 'highway',
      free_flow_until: null,
      sensors: { sensor_id: ['a', 'b'], free_flow_mph: [65, 60], highway_encoded: [1, 0] },
    })
  })

  it('orders rows by sensor and time, and files by local day', async () => {
    const out = join(directory, 'out')
    await build(await putReadings('data', 'hash(sensor_id, timestamp)'), out)
    const file = `${out}/year=2012/month=3/day=2/part-00000.parquet`
    const found = await withDuckDb({ threads: 1 }, async (connection) => {
      const reader = await connection.runAndReadAll(
        `SELECT sensor_id, CAST(timestamp AS VARCHAR) FROM read_parquet('${file}', hive_partitioning = false)`,
      )
      return reader.getRowsJson()
    })
    expect(found).toHaveLength(576)
    expect(found[0]).toEqual(['a', '2012-03-02 08:00:00+00'])
    expect(found[287]).toEqual(['a', '2012-03-03 07:55:00+00'])
    expect(found[288]).toEqual(['b', '2012-03-02 08:00:00+00'])
    expect(found).toEqual(found.toSorted())
  })

  it('gives the same bytes for shuffled rows and any number of threads', async () => {
    const sorted = await putReadings('sorted', 'sensor_id, timestamp')
    const shuffled = await putReadings('shuffled', 'hash(sensor_id, timestamp)')
    await build(sorted, join(directory, 'a'), { threads: 1 })
    await build(shuffled, join(directory, 'b'), { threads: 3 })
    expect(await hashesOf(join(directory, 'b'))).toEqual(await hashesOf(join(directory, 'a')))
  })

  it('measures free flow elsewhere, before the given instant, and says so', async () => {
    const data = await putReadings('data', 'sensor_id, timestamp')
    const sensorsTable = join(directory, 'elsewhere.csv')
    await writeFile(sensorsTable, 'sensor_id,latitude,longitude\na,56.1,10.1\nb,56.2,10.2\n')
    const out = join(directory, 'out')
    const { lines } = await build(data, out, { sensorsTable, fitUntil: '2012-03-01 12:00:00' })
    const { network, absent_columns } = JSON.parse(await readFile(join(out, featureTableInfoFile), 'utf8'))
    expect(network).toMatchObject({ free_flow: 'measured', free_flow_until: '2012-03-01T20:00:00.000Z' })
    expect(network.sensors.free_flow_mph[0]).toBeGreaterThan(59)
    expect(absent_columns).toContain('highway_encoded')
    expect(lines).toContain('Measuring free-flow speeds on readings before 2012-03-01T20:00:00.000Z')
  })

  it('refuses a directory that is not empty and leaves it as it was', async () => {
    const data = await putReadings('data', 'sensor_id, timestamp')
    const before = await hashesOf(data)
    await expect(build(data, data)).rejects.toMatchObject({ code: 'storage' })
    expect(await hashesOf(data)).toEqual(before)
  })

  it('leaves nothing of a job that fails', async () => {
    const data = await putReadings('data', 'sensor_id, timestamp')
    await writeFile(join(data, 'sensors.csv'), 'sensor_id,latitude,longitude\na,34.1,-118.2\n')
    await expect(build(data, join(directory, 'out'))).rejects.toMatchObject({ code: 'data' })
    expect(await readdir(directory)).toEqual(['data'])
  })

  it('asks for a table of sensors where there is none', async () => {
    const data = await putReadings('data', 'sensor_id, timestamp')
    await rm(join(data, 'sensors.csv'))
    await expect(build(data, join(directory, 'out'))).rejects.toMatchObject({
      code: 'data',
      hint: expect.stringContaining('--sensors-table FILE'),
    })
  })

  it('refuses a bad --fit-until even where nothing is measured', async () => {
    const data = await putReadings('data', 'sensor_id, timestamp')
    await expect(build(data, join(directory, 'out'), { fitUntil: 'soon' })).rejects.toMatchObject({
      code: 'usage',
    })
  })
})

it('warns of readings without zone where none is declared', async () => {
  const data = await putReadings('readings', '1, 2')
  const line = `! ${data}: timestamp has no zone and none is declared, so it is read as UTC (--timezone says another)`
  const undeclared = await build(data, join(directory, 'out'), { timezone: undefined })
  expect(undeclared.lines).toContain(line)
  expect(undeclared.summary.timezone).toBe('UTC')
  expect((await build(data, join(directory, 'declared'), { timezone: 'UTC' })).lines).not.toContain(line)
})
