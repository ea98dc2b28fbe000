import type { RunPlan } from './dry-run.ts'
import { titleOf } from './log-training.ts'
import type { ModelPlan } from './plan-run.ts'

/** Puts a plan in words. */
export function formatPlan({ data, models, seconds, memory_bytes: memoryBytes }: RunPlan): string[] {
  const about = data.kind === 'generated' ? 'about ' : ''
  const atMost = data.kind === 'features' ? '' : 'at most '
  const span = data.start === null ? '' : `, ${data.start} to ${data.end}`
  const files = data.uri === null ? 'generated' : `${data.files} files, ${(data.bytes / 1e6).toFixed(1)} MB`
  return [
    'DRY RUN: nothing is trained or published',
    `Data: ${data.uri ?? 'a generated network'} (${data.kind}; ${files})`,
    `Rows: ${about}${data.rows}${span} (${data.timezone})`,
    `Expected: ${about}${data.rows_train} rows to train, ${data.rows_test} to test, less those that are incomplete`,
    `Features: ${data.numeric} numeric, ${data.categorical} categorical, ${atMost}${data.slots} slots`,
    ...(data.absent_columns.length > 0
      ? [`Left out, the source has none: ${data.absent_columns.join(', ')}`]
      : []),
    ...Object.entries(models).map(
      ([name, plan]) => `${titleOf(name)}: ${formatFits(plan)}, about ${formatSeconds(plan.seconds)}`,
    ),
    `Estimated time: ${formatSeconds(seconds)} to train and judge, measured on generated rows; loading comes on top`,
    `Estimated memory: ${(memoryBytes / 1e9).toFixed(2)} GB`,
  ]
}

function formatFits({ points, folds, fits_equivalent: asked, fits_run: run }: ModelPlan): string {
  if (folds === 0) return 'one fit'
  const scored = `${points} ${points === 1 ? 'point' : 'points'} x ${folds} folds`
  return `${scored}, ${run} fits run for ${asked} asked, and one on all training rows`
}

function formatSeconds(seconds: number): string {
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`
}
