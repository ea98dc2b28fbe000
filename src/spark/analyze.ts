import type { MessageInitShape } from '@bufbuild/protobuf'
import { callUnary } from './call-unary.ts'
import type { AnalyzePlanRequestSchema, AnalyzePlanResponse } from './gen/spark/connect/base_pb.ts'
import { type Link, requestBase } from './link.ts'

type Question = NonNullable<MessageInitShape<typeof AnalyzePlanRequestSchema>['analyze']>

/**
 * Asks the server something about a plan without running it.
 *
 * @param what  What is asked, for messages.
 * @throws FreeflowError `engine` with Spark's error, a mistake in the SQL of a frame for instance.
 */
export function analyze(
  link: Link,
  what: string,
  question: Question,
  timeoutMs?: number,
): Promise<AnalyzePlanResponse> {
  return callUnary(
    link,
    what,
    (options) => {
      return link.client.analyzePlan({ ...requestBase(link), analyze: question }, options)
    },
    timeoutMs,
  )
}
