import { FreeflowError } from '../../errors.ts'
import type { Frame } from '../frame.ts'
import type { Link } from '../link.ts'
import { valueFromLiteral } from '../value-from-literal.ts'
import { newUid, operatorFrom, paramsFrom, type Stage, shortName } from './ml-operator.ts'
import { runMlCommand } from './run-ml-command.ts'

/** Measures a frame of predictions by an evaluator: RegressionEvaluator with `metricName: 'rmse'`, for instance. */
export async function evaluateFrame(link: Link, stage: Stage, { relation }: Frame): Promise<number> {
  const what = `evaluate ${shortName(stage.class)}`
  const evaluator = operatorFrom(stage, 'evaluator', newUid(link, stage))
  const result = await runMlCommand(link, what, {
    case: 'evaluate',
    value: { evaluator, params: paramsFrom(stage), dataset: relation },
  })
  const metric = result.case === 'param' ? valueFromLiteral(result.value) : null
  if (typeof metric === 'number') return metric
  throw new FreeflowError('engine', `${link.place}: ${what}: the answer must be a number, got ${metric}`)
}
