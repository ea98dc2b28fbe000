import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawPoisson } from '../../src/learn/bag.ts'
import { drawSlots } from '../../src/learn/kernel/draw-slots.ts'
import { hash32, hashNext, hashPrefix } from '../../src/random.ts'

const key = fc.integer({ min: 0, max: 2 ** 32 - 1 })

describe('hashNext', () => {
  it('goes on where hashPrefix stopped', () => {
    fc.assert(
      fc.property(fc.array(key), key, (first, last) => {
        expect(hashNext(hashPrefix(...first), last)).toBe(hash32(...first, last))
      }),
    )
  })
})

describe('drawPoisson', () => {
  it('draws the count whose cumulative probability is the first above the draw', () => {
    const rowIds = Uint32Array.from({ length: 3000 }, (_, row) => row)
    fc.assert(
      fc.property(key, fc.double({ min: 0.01, max: 1, noNaN: true }), (seed, rate) => {
        const weights = new Uint8Array(rowIds.length)
        drawPoisson(seed, rate, rowIds, weights)
        weights.forEach((weight, row) => {
          const share = hash32(seed, row) / 2 ** 32
          let term = Math.exp(-rate)
          let below = 0
          for (let count = 0; count < weight; count++) {
            below += term
            term *= rate / (count + 1)
          }
          if (share < below - 1e-9 || share > below + term + 1e-9) expect([row, weight, share]).toBe('right')
        })
      }),
      { numRuns: 30 },
    )
  })
})

describe('drawSlots', () => {
  it('draws so many different slots, and all where all are asked for', () => {
    fc.assert(
      fc.property(
        key,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (seed, numSlots, numDrawn) => {
          const isDrawn = new Uint8Array(numSlots)
          drawSlots(seed, numDrawn, isDrawn, new Uint32Array(numSlots))
          expect(isDrawn.filter((drawn) => drawn === 1).length).toBe(Math.min(numDrawn, numSlots))
        },
      ),
    )
  })
})
