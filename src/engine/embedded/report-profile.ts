import { type Phase, Profiler, phases } from '../../learn/profile.ts'
import type { TrainingSet } from '../../learn/training-set.ts'
import type { Params } from '../../model/params.ts'
import type { ModelName } from '../../model/regression-model.ts'
import type { JobHost } from '../host.ts'
import { fitModel } from './fit-model.ts'

/**
 * So many rows stay in a core's own cache, so shallow trees have no small nodes, and with fewer trees most calls would
 * be those of code that is not yet optimised.
 */
const FEW = { rows: 2048, trees: 2000, depth: 3 } as const
const unitOf: Readonly<Record<Phase, string>> = {
  bins: 'values',
  bag: 'rows',
  histograms: 'values',
  splits: 'nodes',
  moving: 'rows',
  leaves: 'rows',
  rest: 'trees',
}

/** A fit like those that were profiled. */
interface Example {
  readonly name: ModelName
  readonly training: TrainingSet
  readonly params: Params
}

/**
 * Says where the time of growing trees went, and what each update takes at best: in the same loops on a few rows, which
 * stay in the cache. Of a model without trees it says nothing.
 */
export async function reportProfile(
  title: string,
  profiler: Profiler,
  example: Example,
  { report }: Pick<JobHost, 'report'>,
): Promise<void> {
  const seconds = phases.reduce((sum, phase) => sum + profiler.of(phase).seconds, 0)
  if (seconds === 0) return
  const best = await profileFew(example)
  const lines = [
    `${title}, ${seconds.toFixed(2)} s of all threads, timed call by call:`,
    `  ${'phase'.padEnd(12)}${'share'.padStart(6)}${'seconds'.padStart(9)}${'updates'.padStart(15)}${'ns each'.padStart(12)}${'at best'.padStart(10)}${'bound s'.padStart(9)}`,
    ...phases.map((phase) => lineOf(phase, { profiler, best, seconds })),
  ]
  for (const line of lines) report.info(line)
}

function lineOf(
  phase: Phase,
  {
    profiler,
    best,
    seconds,
  }: { readonly profiler: Profiler; readonly best: Profiler; readonly seconds: number },
): string {
  const taken = profiler.of(phase)
  const share = `${((100 * taken.seconds) / seconds).toFixed(0)} %`
  const start = `  ${phase.padEnd(12)}${share.padStart(6)}${taken.seconds.toFixed(2).padStart(9)}`
  // what is left over is bound by nothing that was measured
  if (phase === 'rest') return start
  const updates = `${count(taken.updates)} ${unitOf[phase]}`
  const each = `${start}${updates.padStart(15)}${nanoseconds(profiler, phase).toFixed(2).padStart(12)}`
  // few rows say nothing of the least of these: thresholds cost more by value where there are few values, and a node
  // of the few has a histogram, which takes longer to search than a small node of the many
  if (phase === 'splits' || phase === 'bins') return each
  const least = nanoseconds(best, phase)
  return `${each}${least.toFixed(2).padStart(10)}${((least * taken.updates) / 1e9).toFixed(2).padStart(9)}`
}

function nanoseconds(profiler: Profiler, phase: Phase): number {
  const { seconds, updates } = profiler.of(phase)
  return updates === 0 ? 0 : (1e9 * seconds) / updates
}

function count(updates: number): string {
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, updates)) / 3))
  return `${(updates / 1000 ** power).toFixed(power === 0 ? 0 : 1)}${['', ' k', ' M', ' G'][power]}`
}

async function profileFew({ name, training, params }: Example): Promise<Profiler> {
  const profiler = new Profiler()
  const shape = { numTrees: FEW.trees, maxIter: FEW.trees, maxDepth: FEW.depth }
  const few = Object.fromEntries(
    Object.entries({ ...params, ...shape }).filter(([param]) => param in params || param === 'maxDepth'),
  )
  await fitModel(name, firstRows(training, FEW.rows), few, { threads: 1, profiler })
  return profiler
}

function firstRows({ matrix, labels, rowIds }: TrainingSet, most: number): TrainingSet {
  const numRows = Math.min(most, matrix.numRows)
  const features = matrix.features.map((feature) =>
    feature.kind === 'numeric'
      ? { ...feature, values: feature.values.subarray(0, numRows) }
      : { ...feature, codes: feature.codes.subarray(0, numRows) },
  )
  const [few, ids] = [labels.subarray(0, numRows), rowIds.subarray(0, numRows)]
  return { matrix: { ...matrix, numRows, features }, labels: few, rowIds: ids }
}
