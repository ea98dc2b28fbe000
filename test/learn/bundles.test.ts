import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bundledRows, group, numeric } from './binned-rows.ts'

describe('Bundler', () => {
  it('numbers the combinations of features that follow from one thing, as rows show them', () => {
    const binning = [numeric(0, 3), group(1, 2)]
    const { bundles, codes } = bundledRows(binning, [
      [2, 0],
      [0, 1],
      [2, 0],
      [1, 1],
    ])
    expect(codes).toEqual([Uint8Array.of(0, 1, 0, 2)])
    expect(bundles.numCodes).toEqual([3])
    expect(bundles.features.map(({ bundle }) => bundle)).toEqual([0, 0])
    expect(bundles.features.map(({ binOfCode }) => [...binOfCode.subarray(0, 3)])).toEqual([
      [2, 0, 1],
      [0, 1, 1],
    ])
  })

  it('leaves a feature alone whose bins occur with others in more than 256 ways', () => {
    const binning = [numeric(0, 17), numeric(1, 16), numeric(2, 17)]
    // the third follows from the first, not from the second
    const rows = Array.from({ length: 17 * 16 }, (_, row) => [row % 17, row % 16, 16 - (row % 17)])
    const { bundles, codes } = bundledRows(binning, rows)
    expect(bundles.features.map(({ bundle }) => bundle)).toEqual([0, 1, 0])
    expect(bundles.numCodes).toEqual([17, 16])
    expect([...codes[1]]).toEqual(rows.map(([, bin]) => bin))
  })

  it('says the bin of every feature in every row', () => {
    const sizes = fc.array(fc.constantFrom(1, 2, 3, 7, 40, 256), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(), { minLength: 1, maxLength: 400 }), (numBins, seeds) => {
        const binning = numBins.map((size, slot) => numeric(slot, size))
        const rows = seeds.map((seed) => numBins.map((size, slot) => (seed >> (slot % 3)) % size))
        const { bundles, codes } = bundledRows(binning, rows)
        const said = rows.map((_, row) =>
          bundles.features.map(({ bundle, binOfCode }) => binOfCode[codes[bundle][row]]),
        )
        expect(said).toEqual(rows)
        bundles.numCodes.forEach((size, bundle) => {
          expect(Math.max(...codes[bundle])).toBeLessThan(size)
        })
      }),
    )
  })
})
