import { FreeflowError } from '../errors.ts'
import type { TrainAllOptions } from './run.ts'
import type { TrainedModel } from './train-model.ts'

/** Says why nothing is to be published, where the user asked for that; a leak goes before a missed target. */
export function refusalOf(
  options: Pick<TrainAllOptions, 'failOnLeak' | 'enforceTargets'>,
  trained: readonly TrainedModel[],
  verdict: 'leaking' | 'clean',
): FreeflowError | null {
  if (options.failOnLeak && verdict === 'leaking') {
    return new FreeflowError('leak', 'the features give the target away, so nothing was published', {
      hint: 'without --fail-on-leak the models are published with the finding in their metadata',
    })
  }
  const missed = trained.flatMap(({ storedAs, gates }) =>
    gates.filter(({ pass }) => !pass).map((gate) => ({ gate, storedAs })),
  )
  if (!options.enforceTargets || missed.length === 0) return null
  const list = missed.map(
    ({ storedAs, gate }) => `${storedAs} ${gate.metric} ${gate.actual} is not ${gate.op} ${gate.target}`,
  )
  return new FreeflowError(
    'target-missed',
    `${missed.length} targets missed, nothing was published: ${list.join('; ')}`,
  )
}
