import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kMeans, nearestCenter } from '../../src/traffic/k-means.ts'

const point = (x: number, y: number) => ({ x, y })

describe('kMeans', () => {
  it('finds the means of two heaps, the western first', () => {
    const points = [point(10, 0), point(0, 0), point(10, 2), point(0, 4), point(10, 4)]
    expect(kMeans(points, { numClusters: 2, seed: 42 })).toEqual([point(0, 2), point(10, 2)])
  })

  it('orders centres of equal x from south to north', () => {
    const points = [point(5, 9), point(5, 1)]
    expect(kMeans(points, { numClusters: 2, seed: 1 })).toEqual([point(5, 1), point(5, 9)])
  })

  it('makes no more clusters than there are distinct points', () => {
    const points = [point(1, 1), point(1, 1), point(2, 2)]
    expect(kMeans(points, { numClusters: 10, seed: 42 })).toEqual([point(1, 1), point(2, 2)])
  })

  it('gives the same centres for any order of the points', () => {
    const coordinate = fc.integer({ min: -50, max: 50 }).map((value) => value / 7)
    const points = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(points, fc.nat(), (some, seed) => {
        const shuffled = some.toSorted((a, b) => Math.sin(a.x * 9 + a.y) - Math.sin(b.x * 9 + b.y))
        const options = { numClusters: 4, seed }
        expect(kMeans(shuffled, options)).toEqual(kMeans(some, options))
      }),
    )
  })

  it('depends on nothing but points and seed', () => {
    const points = Array.from({ length: 40 }, (_, index) => point((index * 7) % 13, (index * 11) % 17))
    const centers = (seed: number) => kMeans(points, { numClusters: 10, seed })
    expect(centers(3)).toEqual(centers(3))
    expect(centers(3)).not.toEqual(centers(4))
  })
})

describe('nearestCenter', () => {
  it('gives the nearest, and of equally near ones the first', () => {
    const centers = [point(0, 0), point(4, 0), point(4, 3)]
    expect(nearestCenter(point(4, 2), centers)).toBe(2)
    expect(nearestCenter(point(2, 0), centers)).toBe(0)
  })
})
