import { expect, it } from 'vitest'
import { tableFromRows } from '../../src/predict/table-from-rows.ts'
import { encodeRows } from '../../src/prepare/encode-rows.ts'
import { featureLayout } from '../../src/prepare/feature-layout.ts'
import { allRows } from '../prepare/table-from-columns.ts'
import { imputation } from '../sparkml/hand-made.ts'

const rows = [
  { a: null, b: 3 },
  { a: 1, b: Number.NaN },
]

it('takes a null where preparation imputes it', () => {
  const layout = featureLayout(imputation)
  const { features } = encodeRows(layout, tableFromRows(layout, rows), allRows(2))
  // b stands before a; 2.5 stands for a, -7 for b
  expect(features.map((feature) => feature.kind === 'numeric' && [...feature.values])).toEqual([
    [3, -7],
    [2.5, 1],
  ])
})

it('refuses a null where preparation does not impute, and a column that is absent where it does', () => {
  const bare = featureLayout({
    stages: [
      { kind: 'VectorAssembler', inputCols: ['b', 'a'], outputCol: 'features', handleInvalid: 'error' },
    ],
  })
  expect(() => tableFromRows(bare, rows)).toThrow('row 1, column b: expected a finite number, got null')
  expect(() => tableFromRows(featureLayout(imputation), [{ b: 1 }])).toThrow('row 0, column a')
})
