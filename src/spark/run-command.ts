import type { MessageInitShape } from '@bufbuild/protobuf'
import { executePlan } from './execute-plan.ts'
import type { ExecutePlanResponse } from './gen/spark/connect/base_pb.ts'
import type { CommandSchema } from './gen/spark/connect/commands_pb.ts'
import type { Link } from './link.ts'
import { tellProgress } from './tell-progress.ts'

type CommandType = NonNullable<MessageInitShape<typeof CommandSchema>['commandType']>

/**
 * Runs a command to its end.
 *
 * @param what  What it does, for messages.
 * @returns What the server answered, but for progress and the end.
 * @throws FreeflowError as `executePlan`.
 */
export async function runCommand(
  link: Link,
  what: string,
  commandType: CommandType,
): Promise<ExecutePlanResponse['responseType'][]> {
  const answers: ExecutePlanResponse['responseType'][] = []
  for await (const response of executePlan(
    link,
    { opType: { case: 'command', value: { commandType } } },
    what,
  )) {
    tellProgress(link, response)
    answers.push(response.responseType)
  }
  return answers
}
