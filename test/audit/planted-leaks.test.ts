import { describe, expect, it } from 'vitest'
import { randomStream } from '../../src/random.ts'
import { audit, keysOf, type Lists, lags, means, panel } from './tables.ts'

/** A panel with two legal lags, into which a leak is put. */
function base(seed: number) {
  const given = panel(seed)
  const { speed } = given
  const legal = { ...keysOf(given), lag_1: lags(given, speed, 1), lag_2: lags(given, speed, 2) }
  return { given, speed, legal }
}

/** What is told of a table as leaks: kind, columns, formula. */
function leaksOf(lists: Lists, more: Parameters<typeof audit>[1] = {}) {
  return audit(lists, more).filter(({ severity }) => severity === 'leak')
}

const limits = [55, 60, 50]

describe('auditTable finds what was planted, and nothing else', () => {
  it('a lag that reaches into the future', () => {
    const { given, speed, legal } = base(1)
    const [leak, ...others] = leaksOf({ ...legal, before: lags(given, speed, -1) })
    expect(others).toEqual([])
    expect(leak).toMatchObject({
      kind: 'window',
      columns: ['before'],
      formula: 'before = value of speed at t + 15 min',
    })
  })

  it('a window with the present in it', () => {
    const { given, speed, legal } = base(2)
    const leaks = leaksOf({ ...legal, average: means(given, speed, -2, 0) })
    expect(leaks.map(({ formula }) => formula)).toEqual([
      'average = mean of speed from t - 30 min to t',
      'speed = 3 * average - lag_1 - lag_2',
    ])
  })

  it('a bucket of the target', () => {
    const { speed, legal } = base(3)
    const level = speed.map((now) => (now > 60 ? 'low' : now > 52 ? 'medium' : 'high'))
    const [leak, ...others] = leaksOf({ ...legal, level })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'bucket', columns: ['level'] })
    expect(leak.formula).toMatch(/^level = range of speed, cut near (52|51.99|52.01), (60|59.99|60.01)$/)
  })

  it('a bucket of the target over a limit of each road', () => {
    const { given, speed, legal } = base(4)
    const road = given.sensorIndex.map((index) => index % 3)
    const level = speed.map((now, row) => (now > 0.95 * limits[road[row]] ? 'free' : 'queue'))
    const leaks = leaksOf({ ...legal, road, level })
    expect(leaks.map(({ kind, columns }) => ({ kind, columns }))).toEqual([
      { kind: 'bucket', columns: ['level', 'road'] },
    ])
  })

  it('a ratio to a constant of a category', () => {
    const { given, speed, legal } = base(5)
    const road = given.sensorIndex.map((index) => index % 3)
    const efficiency = speed.map((now, row) => now / limits[road[row]])
    const [leak, ...others] = leaksOf({ ...legal, road, efficiency })
    expect(others).toEqual([])
    expect(leak).toMatchObject({
      kind: 'identity',
      columns: ['efficiency', 'road'],
      formula: 'speed = c * efficiency, c = 60 (road 1), 55 (road 0), 50 (road 2)',
    })
    expect(leak.max_error).toBeLessThan(1e-9)
  })

  it('the target in another unit', () => {
    const { speed, legal } = base(6)
    const [leak, ...others] = leaksOf({ ...legal, kmh: speed.map((now) => now * 1.609344) })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'identity', columns: ['kmh'], formula: 'speed = 0.62137 * kmh' })
  })

  it('the target in another unit, rounded, with one odd row in two hundred', () => {
    const { speed, legal } = base(7)
    const kmh = speed.map((now, row) => (row % 200 === 3 ? 0 : Math.round(now * 16.09344) / 10))
    const [leak, ...others] = leaksOf({ ...legal, kmh })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'identity', columns: ['kmh'] })
    expect(leak.share).toBeCloseTo(0.995, 3)
    expect(leak.max_error).toBeLessThan(0.04)
  })

  it('a function of the target', () => {
    const { speed, legal } = base(8)
    const [leak, ...others] = leaksOf({ ...legal, pace: speed.map((now) => 60 / now) })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'identity', formula: 'speed = 60 * 1 / pace' })
  })

  it('a noisy copy with R2 0.999', () => {
    const { given, speed, legal } = base(9)
    const deviation = Math.sqrt(0.001 * varianceOf(speed))
    const copy = speed.map((now) => now + deviation * given.random.normal())
    const [leak, ...others] = leaksOf({ ...legal, copy })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'near-identity', columns: ['copy'] })
    expect(leak.share).toBeGreaterThan(0.98)
  })

  it('the order by the target', () => {
    const { speed, legal } = base(10)
    const [leak, ...others] = leaksOf({ ...legal, position: ranksOf(speed) })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'order', columns: ['position'] })
  })

  it('a statistic of each sensor that test rows are in', () => {
    const { given, speed, legal } = base(11)
    const best = given.sensor.map((_, row) => {
      const own = speed.filter((_, other) => given.sensor[other] === given.sensor[row])
      return quantileOf(own, 0.85)
    })
    const [leak, ...others] = leaksOf({ ...legal, best })
    expect(others).toEqual([])
    expect(leak).toMatchObject({
      kind: 'statistic',
      columns: ['best'],
      formula: 'best = 85th percentile of speed over all rows of each sensor_id',
    })
  })

  it('a target encoding over all rows', () => {
    const { given, speed, legal } = base(12)
    const key = speed.map((_, row) => `${given.sensor[row]}/${given.step[row] % 96}`)
    const usual = groupMeans(speed, key)
    const leaks = leaksOf({ ...legal, usual })
    expect(leaks.map(({ kind, formula }) => ({ kind, formula }))).toEqual([
      { kind: 'statistic', formula: 'usual = mean of speed over all rows of each sensor_id and time of day' },
    ])
  })

  it('a target encoding that leaves the row itself out', () => {
    const { given, speed, legal } = base(13)
    const sum = groupMeans(speed, given.sensor).map((mean) => mean * 672)
    const others = speed.map((now, row) => (sum[row] - now) / 671)
    const leaks = leaksOf({ ...legal, others })
    expect(leaks.map(({ kind, columns }) => ({ kind, columns }))).toEqual([
      { kind: 'identity', columns: ['others', 'sensor_id'] },
    ])
    expect(leaks[0].why).toContain('falls as the target rises')
  })

  it('copies of rows on both sides of the split', () => {
    const random = randomStream(14)
    const size = 600
    const made = Array.from({ length: size }, () => Array.from({ length: 4 }, () => random.normal()))
    const rows = [...made, ...made.slice(0, 30)]
    const split = rows.map((_, row) => (row < 500 ? 'train' : 'test'))
    const columns = Object.fromEntries(
      ['a', 'b', 'speed'].map((name, at) => [name, rows.map((row) => row[at])]),
    )
    const [leak, ...others] = leaksOf({ id: rows.map((_, row) => row), ...columns, split })
    expect(others).toEqual([])
    expect(leak).toMatchObject({
      kind: 'duplicates',
      formula: '30 of 130 test rows are copies of training rows',
    })
  })

  it('columns that add up to the target', () => {
    const { given, speed, legal } = base(15)
    const [cars, trucks] = [0, 1].map(() => speed.map(() => 10 * given.random.uniform()))
    const rest = speed.map((now, row) => now - cars[row] - 2 * trucks[row])
    const [leak, ...others] = leaksOf({ ...legal, cars, trucks, rest })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'identity', formula: 'speed = 2 * trucks + cars + rest' })
    expect([...leak.columns].sort()).toEqual(['cars', 'rest', 'trucks'])
  })

  it('columns that nearly add up to the target', () => {
    const { given, speed, legal } = base(16)
    const part = speed.map(() => 20 * given.random.uniform())
    const rest = speed.map((now, row) => now - part[row] + 0.1 * given.random.normal())
    const [leak, ...others] = leaksOf({ ...legal, part, rest })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'near-identity', columns: ['part', 'rest'] })
  })

  it('columns whose ratio is the target', () => {
    const { given, speed, legal } = base(17)
    const density = speed.map(() => 10 + 30 * given.random.uniform())
    const flow = speed.map((now, row) => now * density[row])
    const [leak, ...others] = leaksOf({ ...legal, density, flow })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'identity', formula: 'speed = (flow / density)' })
  })

  it('an id that was numbered by the target', () => {
    const { speed, legal } = base(18)
    const id = ranksOf(speed).map((rank) => `trip-${String(rank).padStart(6, '0')}`)
    const leaks = leaksOf({ ...legal, id })
    expect(leaks.map(({ kind }) => kind)).toContain('order')
    expect(leaks.every(({ columns }) => columns[0] === 'id')).toBe(true)
  })

  it('an id that has the target in it', () => {
    const { given, speed, legal } = base(19)
    const id = speed.map((now) => `${given.random.uniform().toString(36).slice(2, 8)}-${now.toFixed(2)}`)
    const [leak, ...others] = leaksOf({ ...legal, id })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'identity', columns: ['id'], formula: 'speed = number in id' })
  })

  it('an exponential average that takes up the present', () => {
    const { given, speed, legal } = base(20)
    const smooth: number[] = []
    for (const [row, now] of speed.entries())
      smooth.push(given.step[row] === 0 ? now : 0.2 * now + 0.8 * smooth[row - 1])
    const [leak, ...others] = leaksOf({ ...legal, smooth })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'window', formula: 'smooth(t) = 0.2 * speed(t) + 0.8 * smooth(t-1)' })
  })

  it('a mean of all values so far, the present included', () => {
    const { given, speed, legal } = base(21)
    const sums: number[] = []
    for (const [row, now] of speed.entries()) sums.push(now + (given.step[row] === 0 ? 0 : sums[row - 1]))
    const mean = sums.map((sum, row) => sum / (given.step[row] + 1))
    expect(leaksOf({ ...legal, mean }).map(({ kind, columns }) => ({ kind, columns }))).toEqual([
      { kind: 'window', columns: ['mean'] },
    ])
  })

  it('a day-long window with the present, standardised', () => {
    const { given, speed, legal } = base(22)
    const day = means(given, speed, -95, 0).map((mean) => (mean === null ? null : (mean - 55) / 3))
    const [leak, ...others] = leaksOf({ ...legal, day })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'window', formula: 'day = mean of speed from t - 1425 min to t' })
  })

  it('the mean of the network at the same time', () => {
    const { given, speed, legal } = base(23)
    const network = groupMeans(
      speed,
      given.step.map((at) => String(at)),
    )
    expect(leaksOf({ ...legal, network }).map(({ formula }) => formula)).toEqual([
      'network = mean of speed over all rows of each time',
    ])
  })

  it('a column that was scaled with the test rows', () => {
    const { given, speed, legal } = base(24)
    const raw = speed.map(() => given.random.normal())
    const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length
    const deviation = Math.sqrt(varianceOf(raw))
    const [leak, ...others] = leaksOf({ ...legal, raw: raw.map((value) => (value - mean) / deviation) })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'scaling', columns: ['raw'] })
  })

  it('windows that reach over a random split', () => {
    const { legal } = base(25)
    const [leak, ...others] = leaksOf(legal, { split: 'random' })
    expect(others).toEqual([])
    expect(leak).toMatchObject({ kind: 'shared-windows', columns: ['lag_1', 'lag_2'] })
    expect(leak.share).toBeGreaterThan(0.9)
  })

  it('of a forecast a window that reaches beyond the present, and not one that ends there', () => {
    const { given, speed } = base(26)
    const target = lags(given, speed, -4)
    const { speed: now, ...keys } = keysOf(given)
    const columns = {
      ...keys,
      speed: target,
      now,
      legal: means(given, speed, -2, 0),
      early: means(given, speed, -1, 1),
    }
    expect(leaksOf(columns, { aheadMs: 4 * 900_000 }).map(({ columns: [name] }) => name)).toEqual(['early'])
  })
})

describe('auditTable warns', () => {
  it('of a column that is the same in all training rows', () => {
    const { given, legal } = base(30)
    const flag = given.step.map((at) => (at < 600 ? 0 : at % 7))
    const [warning, ...others] = audit({ ...legal, flag })
    expect(others).toEqual([])
    expect(warning).toMatchObject({
      kind: 'constant',
      severity: 'warning',
      formula: 'flag = 0 in all training rows',
    })
  })

  it('of a column that ends before the test, and of those that the service lacks', () => {
    const { given, legal } = base(31)
    const lost = given.step.map((at) => (at < 480 ? given.random.normal() : null))
    const { lag_2: _, ...served } = { ...legal, lost }
    const warnings = audit({ ...legal, lost }, { served })
    expect(warnings.map(({ kind, columns }) => [kind, ...columns])).toEqual([
      ['absent', 'lag_2'],
      ['absent', 'lost'],
    ])
  })
})

function varianceOf(list: readonly number[]): number {
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length
  return list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length
}

function ranksOf(list: readonly number[]): number[] {
  const order = Array.from(list.keys()).sort((a, b) => list[a] - list[b])
  const ranks = list.map(() => 0)
  order.forEach((row, rank) => {
    ranks[row] = rank
  })
  return ranks
}

function quantileOf(list: readonly number[], share: number): number {
  const sorted = list.toSorted((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const low = Math.floor(place)
  return sorted[low] + (place - low) * (sorted[low + 1] - sorted[low])
}

function groupMeans(list: readonly number[], keys: readonly string[]): number[] {
  const sums = new Map<string, [sum: number, count: number]>()
  list.forEach((value, row) => {
    const [sum, count] = sums.get(keys[row]) ?? [0, 0]
    sums.set(keys[row], [sum + value, count + 1])
  })
  return keys.map((key) => {
    const [sum, count] = sums.get(key) ?? [0, 1]
    return sum / count
  })
}
