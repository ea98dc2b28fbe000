import { expect, it } from 'vitest'
import { featureLayout } from '../../src/prepare/feature-layout.ts'
import { fitPipeline } from '../../src/prepare/fit-pipeline.ts'
import { knownRows } from '../../src/prepare/known-rows.ts'
import { allRows, tableFromColumns } from './table-from-columns.ts'

const table = tableFromColumns({ level: ['low', 'high', 'new', null, 'low'] })
const { stages } = fitPipeline(table, allRows(2), { numeric: [], categorical: ['level'] })

/** The layout of the fitted stages, with another policy for strings. */
function layoutWith(handleInvalid: 'keep' | 'skip') {
  const changed = stages.map((stage) =>
    stage.kind === 'StringIndexerModel' ? { ...stage, handleInvalid } : stage,
  )
  return featureLayout({ stages: changed })
}

it('leaves out rows with an unseen or no string where the layout skips those', () => {
  expect([...knownRows(layoutWith('skip'), table, allRows(5))]).toEqual([0, 1, 4])
  expect([...knownRows(layoutWith('skip'), table, Uint32Array.of(4, 2))]).toEqual([4])
})

it('keeps all rows where the layout keeps what is unseen', () => {
  expect([...knownRows(layoutWith('keep'), table, allRows(5))]).toEqual([0, 1, 2, 3, 4])
})
