import type { TrainAllOptions } from '../jobs/run.ts'
import { codeVersion } from './code-version.ts'
import { engineOptionsFromFlags } from './engine-flags.ts'
import { runVerb, type VerbHost } from './run-verb.ts'

/** Options of the verbs that publish. */
export interface TrainFlags {
  readonly models: string
  readonly enforceTargets?: boolean
  readonly failOnLeak?: boolean
}

/** What a verb asks of the main job, but for what is the same for all. */
export type TrainingRequest = Omit<TrainAllOptions, 'codeVersion' | 'enforceTargets' | 'failOnLeak'> &
  TrainFlags & { readonly dryRun?: boolean; readonly json?: boolean; readonly quiet?: boolean }

/** Runs the main job, or plans it, and prints its verdict. */
export function runTraining(request: TrainingRequest): Promise<void> {
  return runVerb(request, async (host) => {
    const { enforceTargets = false, failOnLeak = false } = request
    const engine = engineOptionsFromFlags(request, process.env)
    const options = { ...request, ...engine, enforceTargets, failOnLeak, codeVersion: await codeVersion() }
    if (request.dryRun === true) return planOnly(options, host)
    const { trainAll } = await import('../jobs/train-all.ts')
    const { formatVerdict } = await import('../jobs/format-verdict.ts')
    const { summary, refusal } = await trainAll(options, host)
    host.report.verdict(formatVerdict(summary))
    if (request.json === true) host.printJson(summary)
    if (refusal !== null) throw refusal
  })
}

async function planOnly(options: TrainAllOptions & { json?: boolean }, host: VerbHost): Promise<void> {
  const { dryRun } = await import('../jobs/dry-run.ts')
  const { formatPlan } = await import('../jobs/format-plan.ts')
  const plan = await dryRun(options, host)
  if (options.json === true) host.printJson(plan)
  else host.report.verdict(formatPlan(plan))
}
