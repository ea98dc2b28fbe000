import type { MessageInitShape } from '@bufbuild/protobuf'
import { FreeflowError } from '../../errors.ts'
import type {
  MlCommandResult,
  MlCommandResult_MlOperatorInfo,
  MlCommandSchema,
} from '../gen/spark/connect/ml_pb.ts'
import type { Link } from '../link.ts'
import { runCommand } from '../run-command.ts'

type MlCommandType = NonNullable<MessageInitShape<typeof MlCommandSchema>['command']>

/**
 * Runs a command of the ML protocol; what the server warns of is passed on.
 *
 * @param what  What it does, for messages.
 * @returns The result; some commands have none that says anything.
 */
export async function runMlCommand(
  link: Link,
  what: string,
  command: MlCommandType,
): Promise<MlCommandResult['resultType']> {
  const answers = await runCommand(link, what, { case: 'mlCommand', value: { command } })
  const answer = answers.find((one) => one.case === 'mlCommandResult')
  const result = answer?.value.resultType ?? { case: undefined }
  if (result.case === 'operatorInfo' && result.value.warningMessage)
    link.warn(`${what}: ${result.value.warningMessage}`)
  return result
}

/** The object that a result tells of. @throws FreeflowError `engine` if it is of another kind. */
export function operatorInfoOf(
  link: Link,
  what: string,
  result: MlCommandResult['resultType'],
): MlCommandResult_MlOperatorInfo {
  if (result.case === 'operatorInfo') return result.value
  throw new FreeflowError(
    'engine',
    `${link.place}: ${what}: the answer must be an object, got ${result.case ?? 'none'}`,
  )
}
