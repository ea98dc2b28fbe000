import { describe, expect, it } from 'vitest'
import type { CrossValidationTask } from '../../src/engine/cross-validation.ts'
import type { JobHost } from '../../src/engine/host.ts'
import { type FoldSearch, searchFolds } from '../../src/engine/search-folds.ts'

const params = [{ maxIter: 1 }, { maxIter: 2 }, { maxIter: 3 }]

/** A search of three points by two fits over three folds, whose scores say fold and point. */
function searchOf(numUnits: number, known: ReadonlyMap<string, readonly number[]> = new Map()) {
  const kept = new Map(known)
  const opened: number[] = []
  const progress: number[] = []
  const task: CrossValidationTask = {
    name: 'gradient_boosted_trees',
    points: params.slice(0, 2),
    extras: params.slice(2),
    study: {
      scoresOf: (unit) => known.get(unit) ?? null,
      keep: (unit, scores) => void kept.set(unit, scores),
      isTimeUp: () => kept.size - known.size >= numUnits,
    },
  }
  const search: FoldSearch = {
    plan: [
      { models: [{ params: params[2], points: [0, 2] }], points: [0, 2] },
      { models: [{ params: params[1], points: [1] }], points: [1] },
    ],
    numFolds: 3,
    parallelism: 1,
    steps: { noun: 'rounds', of: ({ models }) => Number(models[0].params['maxIter']) },
    open: async (fold) => {
      opened.push(fold)
      return { score: async ({ points }) => points.map((point) => fold + point / 10), close: async () => {} }
    },
  }
  const host: JobHost = {
    report: { info: () => {}, warn: () => {}, progress: (_, done) => void progress.push(done) },
    now: () => 0,
    newId: () => '',
    signal: new AbortController().signal,
    hdfs: {},
  }
  return { run: () => searchFolds(task, search, host), kept, opened, progress }
}

describe('a search over folds', () => {
  it('sums up each point over all folds', async () => {
    const { run, progress } = searchOf(99)
    const { points, extras, fitsEquivalent, fitsRun } = await run()
    expect(points.map(({ scores }) => scores)).toEqual([
      [0, 1, 2],
      [0.1, 1.1, 2.1],
    ])
    expect(extras.map(({ scores }) => scores)).toEqual([[0.2, 1.2, 2.2]])
    expect([fitsEquivalent, fitsRun]).toEqual([6, 6])
    expect(progress).toEqual([3, 5, 8, 10, 13, 15])
  })

  it('that is out of time takes the folds that are whole', async () => {
    const { run, progress, opened } = searchOf(5)
    const { points, fitsRun } = await run()
    expect(points.map(({ scores }) => scores)).toEqual([
      [0, 1],
      [0.1, 1.1],
    ])
    expect(fitsRun).toBe(5)
    expect(opened).toEqual([0, 1, 2])
    expect(progress.at(-1)).toBe(15)
  })

  it('that is out of time before one fold is whole has nothing to say', async () => {
    await expect(searchOf(1).run()).rejects.toMatchObject({ code: 'budget' })
  })

  it('runs only the fits that are not known, and makes no rows ready for a fold that is', async () => {
    const first = searchOf(3)
    await first.run()
    const second = searchOf(99, first.kept)
    const { points, fitsRun } = await second.run()
    expect(second.opened).toEqual([1, 2])
    expect(second.kept.size - first.kept.size).toBe(3)
    expect(points[1].scores).toEqual([0.1, 1.1, 2.1])
    expect(fitsRun).toBe(6)
  })
})
