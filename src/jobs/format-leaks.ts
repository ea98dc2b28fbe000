import { formatLeak } from './format-leak.ts'
import type { RunSummary } from './summary.ts'

/** Puts in words how the features give the target away, or that they do not by the known identities. */
export function formatLeaks({ leaks }: Pick<RunSummary['audit'], 'leaks'>): string[] {
  if (leaks.length === 0) return ['Leak check: neither of the two known identities holds on these rows.']
  return [
    'LEAK: these scores come from features that contain the answer.',
    ...leaks.flatMap(formatLeak),
    '  They say how well the present speed is recognised, not how well it is predicted.',
  ]
}
