import { expect, it } from 'vitest'
import { planWalk } from '../../src/model/predict/plan-walk.ts'

it('walks down each tree once for all depths, and no further than is asked of it', () => {
  const parts = [
    { numTrees: 50, depth: 8 },
    { numTrees: 100, depth: 6 },
    { numTrees: 50, depth: 6 },
  ]
  // the first five levels are the top; sums by depth: row 0 is that of 6 edges, row 1 that of 8
  expect(planWalk(parts)).toEqual([
    {
      start: 0,
      end: 50,
      stages: [
        { steps: 1, sums: 0 },
        { steps: 3, sums: 1 },
      ],
      parts: [
        { part: 0, sums: 1 },
        { part: 2, sums: 0 },
      ],
    },
    { start: 50, end: 100, stages: [{ steps: 1, sums: 0 }], parts: [{ part: 1, sums: 0 }] },
  ])
})
