import { describe, expect, it } from 'vitest'
import { randomStream } from '../../src/random.ts'
import { audit, keysOf, lags, means, panel } from './tables.ts'

describe('auditTable says nothing of', () => {
  it('legal lags of a series that forgets slowly', () => {
    const given = panel(101, { memory: 0.99 })
    const { speed } = given
    const columns = Object.fromEntries(
      [1, 2, 3, 4, 96].map((steps) => [`lag_${steps}`, lags(given, speed, steps)]),
    )
    expect(audit({ ...keysOf(given), ...columns })).toEqual([])
  })

  it('legal lags of a series so smooth that they are nearly the target', () => {
    const given = panel(102, { memory: 0, noise: 0 })
    let [level, slope] = [0, 0]
    const speed = given.step.map((at) => {
      if (at === 0) [level, slope] = [55, 0]
      slope = 0.95 * slope + 0.05 * given.random.normal()
      level = 55 + 0.999 * (level - 55) + slope
      return level
    })
    const columns = { lag_1: lags(given, speed, 1), lag_2: lags(given, speed, 2) }
    expect(audit({ ...keysOf({ ...given, speed }), ...columns })).toEqual([])
  })

  it('lags of a series that its past gives exactly', () => {
    const given = panel(119, { noise: 0 })
    const { speed } = given
    const columns = Object.fromEntries([1, 2, 3].map((steps) => [`lag_${steps}`, lags(given, speed, steps)]))
    expect(audit({ ...keysOf(given), ...columns })).toEqual([])
  })

  it('a limit of each sensor that its largest values come to, in the training rows too', () => {
    const given = panel(120, { noise: 4 })
    const limit = given.sensorIndex.map((index) => 56 + index / 4)
    const speed = given.speed.map((now, row) => Math.min(now, limit[row]))
    expect(audit({ ...keysOf({ ...given, speed }), limit })).toEqual([])
  })

  it('rolling means and deviations that end one step before', () => {
    const given = panel(103)
    const { speed } = given
    const columns = {
      hour: means(given, speed, -4, -1),
      day: means(given, speed, -96, -1),
      half: means(given, speed, -2, -1),
    }
    expect(audit({ ...keysOf(given), ...columns, lag_1: lags(given, speed, 1) })).toEqual([])
  })

  it('the calendar', () => {
    const given = panel(104)
    const hourSin = given.hour.map((hour) => Math.sin((2 * Math.PI * hour) / 24))
    const weekend = given.step.map((at) => (Math.floor(at / 96) >= 1 && Math.floor(at / 96) <= 2 ? 1 : 0))
    const seconds = given.step.map((at) => (at % 96) * 900)
    expect(audit({ ...keysOf(given), hour: given.hour, hourSin, weekend, seconds })).toEqual([])
  })

  it('a target that the clock alone decides, and columns of the clock', () => {
    const given = panel(105, { noise: 0 })
    const speed = given.hour.map((hour) => 50 + 10 * Math.sin(hour))
    expect(
      audit({ ...keysOf({ ...given, speed }), hour: given.hour, quarter: given.step.map((at) => at % 96) }),
    ).toEqual([])
  })

  it('constants of the sensors', () => {
    const given = panel(106)
    const latitude = given.sensorIndex.map((index) => 34 + 0.01 * index)
    const limit = given.sensorIndex.map((index) => [55, 65][index % 2])
    const road = given.sensorIndex.map((index) => ['a', 'b', 'c'][index % 3])
    expect(audit({ ...keysOf(given), latitude, limit, road })).toEqual([])
  })

  it('noise', () => {
    const given = panel(107)
    const { random } = given
    const columns = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [name, given.speed.map(() => random.normal())]),
    )
    const dice = given.speed.map(() => Math.floor(6 * random.uniform()))
    const letters = given.speed.map(() => 'xyz'[Math.floor(3 * random.uniform())])
    expect(audit({ ...keysOf(given), ...columns, dice, letters })).toEqual([])
  })

  it('heavy ties: a target of few values that stands still for long', () => {
    const given = panel(108)
    let level = 3
    const speed = given.step.map(() => {
      if (given.random.uniform() < 0.03) level = Math.floor(6 * given.random.uniform())
      return level
    })
    const columns = {
      lag_1: lags(given, speed, 1),
      lag_2: lags(given, speed, 2),
      kind: speed.map((_, row) => ['low', 'mid', 'high'][Math.floor((given.after(speed, row, -1) ?? 0) / 2)]),
      rough: speed.map((now) => Math.round(now / 2 + given.random.normal())),
    }
    expect(audit({ ...keysOf({ ...given, speed }), ...columns })).toEqual([])
  })

  it('a target that nearly never changes, and its lags, which are nearly always it', () => {
    const given = panel(118)
    let level = 3
    const speed = given.step.map(() => {
      if (given.random.uniform() < 0.0015) level = Math.floor(100 * given.random.uniform())
      return level
    })
    const columns = {
      lag_1: lags(given, speed, 1),
      kind: speed.map((_, row) => ['low', 'high'][(given.after(speed, row, -1) ?? speed[row]) > 50 ? 1 : 0]),
      noise: speed.map(() => given.random.normal()),
    }
    expect(audit({ ...keysOf({ ...given, speed }), ...columns })).toEqual([])
  })

  it('readings in whole numbers that are stuck at a limit half of the time', () => {
    const given = panel(109, { memory: 0.97, noise: 3 })
    const speed = given.speed.map((now) => Math.round(Math.min(now, 55)))
    const columns = {
      lag_1: lags(given, speed, 1),
      lag_2: lags(given, speed, 2),
      mean: means(given, speed, -3, -1).map((mean) => (mean === null ? null : Math.round(mean))),
    }
    expect(audit({ ...keysOf({ ...given, speed }), ...columns })).toEqual([])
  })

  it('what is measured at the same time and goes with the target', () => {
    const given = panel(110)
    const { speed, random } = given
    const occupancy = speed.map((now) => 40 - 0.4 * now + 1.5 * random.normal())
    const volume = speed.map((now) => Math.round(3 * now + 20 * random.normal()))
    expect(audit({ ...keysOf(given), occupancy, volume, lag_1: lags(given, speed, 1) })).toEqual([])
  })

  it('statistics of the training rows', () => {
    const given = panel(111)
    const { speed, sensor, step } = given
    const mean = (row: number, isUsed: (other: number) => boolean) => {
      const used = speed.filter((_, other) => sensor[other] === sensor[row] && isUsed(other))
      return used.reduce((sum, value) => sum + value, 0) / used.length
    }
    const byStart = new Map<string, number>()
    const usual = sensor.map((name, row) => {
      // training is the first five days, less nothing: no window reaches over the split
      const known = byStart.get(name) ?? mean(row, (other) => step[other] < 480)
      byStart.set(name, known)
      return known
    })
    expect(audit({ ...keysOf(given), usual })).toEqual([])
  })

  it('rows without a time whose columns say much of the target', () => {
    const random = randomStream(112)
    const rows = Array.from({ length: 3000 }, () => Array.from({ length: 4 }, () => random.normal()))
    const speed = rows.map(([a, b, c, d]) => 3 * a + 2 * b + c * c + 0.7 * d)
    const columns = Object.fromEntries(['a', 'b', 'c'].map((name, at) => [name, rows.map((row) => row[at])]))
    expect(audit({ speed, ...columns, id: rows.map((_, row) => row) })).toEqual([])
  })

  it('rows of whole numbers that are often alike by chance', () => {
    const random = randomStream(113)
    const a = Array.from({ length: 4000 }, () => Math.floor(10 * random.uniform()))
    const b = a.map(() => Math.floor(5 * random.uniform()))
    const speed = a.map((value, row) => value + 2 * b[row] + Math.floor(3 * random.uniform()))
    expect(audit({ speed, a, b })).toEqual([])
  })

  it('ids: names drawn at random, and numbers in the order of the rows', () => {
    const given = panel(114, { memory: 0.98 })
    const uuid = given.speed.map(() => `${given.random.uniform().toString(16).slice(2, 10)}`)
    const number = given.speed.map((_, row) => row)
    expect(audit({ ...keysOf(given), uuid, number })).toEqual([])
  })

  it('gaps, and lags that are null after them', () => {
    const given = panel(115)
    const { speed, random } = given
    const columns = { ...keysOf(given), lag_1: lags(given, speed, 1), half: means(given, speed, -2, -1) }
    const isKept = speed.map((_, row) => Math.floor(row / 37) % 6 !== 2 && random.uniform() > 0.02)
    const kept = Object.fromEntries(
      Object.entries(columns).map(([name, list]) => [name, [...list].filter((_, row) => isKept[row])]),
    )
    expect(audit(kept)).toEqual([])
  })

  it('an exponential average that ends one step before', () => {
    const given = panel(116)
    const smooth: number[] = []
    for (const [row] of given.speed.entries()) {
      const last = given.after(given.speed, row, -1) ?? 55
      smooth.push(given.step[row] === 0 ? last : 0.3 * last + 0.7 * smooth[row - 1])
    }
    expect(audit({ ...keysOf(given), smooth })).toEqual([])
  })

  it('groups that lie far apart by nature', () => {
    const random = randomStream(117)
    const kind = Array.from({ length: 2000 }, () => (random.uniform() < 0.3 ? 'car' : 'house'))
    const speed = kind.map((name) => (name === 'car' ? 20 : 300) + 3 * random.normal())
    expect(audit({ speed, kind, a: speed.map(() => random.normal()) })).toEqual([])
  })
})
