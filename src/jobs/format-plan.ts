import type { RunPlan } from './dry-run.ts'
import { titleOf } from './log-training.ts'

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
    ...Object.entries(models).map(([name, plan]) => {
      const fits = `${plan.fits_run} fits run for ${plan.fits_equivalent} asked`
      return `${titleOf(name)}: ${fits}, about ${formatSeconds(plan.seconds)}`
    }),
    `Estimated time: ${formatSeconds(seconds)} to train and judge, measured on generated rows; loading comes on top`,
    `Estimated memory: ${(memoryBytes / 1e9).toFixed(2)} GB`,
  ]
}

function formatSeconds(seconds: number): string {
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`
}
