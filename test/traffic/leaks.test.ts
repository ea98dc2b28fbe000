import { describe, expect, it } from 'vitest'
import { findLeaks } from '../../src/traffic/leaks.ts'
import { allRows, tableFromColumns } from '../prepare/table-from-columns.ts'

const speed = [60, 57, 54, 30, 45, 65]
const lag1 = [61, 60, 57, 54, 30, 45]
const lag2 = [62, 61, 60, 57, 54, 30]
const average = speed.map((now, row) => (now + lag1[row] + lag2[row]) / 3)
const base = { speed, speed_lag_1: lag1, speed_lag_2: lag2 }

describe('findLeaks', () => {
  it('finds the present speed in a moving average that includes it', () => {
    const [leak] = findLeaks(tableFromColumns({ ...base, speed_ma_15min: average }), allRows(6))
    expect(leak.formula).toBe('speed = 3 * speed_ma_15min - speed_lag_1 - speed_lag_2')
    expect(leak.share).toBe(1)
    expect(leak.max_error).toBeLessThan(1e-9)
  })

  it('says nothing of an average that ends before the present', () => {
    const before = lag1.map((last, row) => (last + lag2[row]) / 2)
    expect(findLeaks(tableFromColumns({ ...base, speed_ma_15min: before }), allRows(6))).toEqual([])
  })

  it('is not put off by one odd row in many, nor by a null', () => {
    const many = Array.from({ length: 200 }, (_, row) => row % 50)
    const odd: (number | null)[] = many.map((now) => now / 65)
    odd[7] = 0.1
    odd[8] = null
    const table = tableFromColumns({
      speed: many,
      traffic_efficiency: odd,
      highway_encoded: many.map(() => 1),
    })
    const [leak] = findLeaks(table, allRows(200))
    expect(leak.formula).toBe('speed = c * traffic_efficiency, c = 65 (highway_encoded 1)')
    expect(leak.share).toBeCloseTo(198 / 199, 12)
  })

  it("names sensors, not their codes, where the constant is the sensor's own", () => {
    const efficiency = speed.map((now, row) => now / (row < 3 ? 60 : 50))
    const table = tableFromColumns({
      speed,
      traffic_efficiency: efficiency,
      sensor_id: ['773869', '773869', '773869', '767541', '767541', '767541'],
    })
    expect(findLeaks(table, allRows(6))[0].formula).toBe(
      'speed = c * traffic_efficiency, c = 60 (sensor_id 773869), 50 (sensor_id 767541)',
    )
  })
})
