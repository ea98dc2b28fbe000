import type { MessageInitShape } from '@bufbuild/protobuf'
import type { CallOptions } from '@connectrpc/connect'
import { callUnary } from './call-unary.ts'
import type { AnalyzePlanRequestSchema, AnalyzePlanResponse } from './gen/spark/connect/base_pb.ts'
import { type Link, requestBase } from './link.ts'
import { watchAnswers } from './watch-answers.ts'

type Question = NonNullable<MessageInitShape<typeof AnalyzePlanRequestSchema>['analyze']>

/** Long enough for listing a large folder, which the analysis of a plan may have to. */
const analysisMs = 600_000

/**
 * Asks the server something about a plan without running it; how long that may take depends on the plan, as long as the
 * server answers otherwise.
 *
 * @param what  What is asked, for messages.
 * @throws FreeflowError `engine` with Spark's error, a mistake in the SQL of a frame for instance.
 */
export async function analyze(link: Link, what: string, question: Question): Promise<AnalyzePlanResponse> {
  const watch = watchAnswers(link, what)
  const signals = [watch.signal, ...(link.signal === undefined ? [] : [link.signal])]
  try {
    return await askOf({ ...link, signal: AbortSignal.any(signals) }, what, question, analysisMs)
  } catch (error) {
    throw watch.signal.aborted && !link.signal?.aborted ? watch.signal.reason : error
  } finally {
    watch.stop()
  }
}

/**
 * Asks the server for its version, which it gives at once.
 *
 * @param timeoutMs  How long that may take all the same; without it as long as any simple answer.
 */
export async function askVersion(link: Link, timeoutMs?: number): Promise<string> {
  const { result } = await askOf(link, 'version', { case: 'sparkVersion', value: {} }, timeoutMs)
  return result.case === 'sparkVersion' ? result.value.version : ''
}

function askOf(
  link: Link,
  what: string,
  question: Question,
  timeoutMs: number | undefined,
): Promise<AnalyzePlanResponse> {
  const call = (options: CallOptions) =>
    link.client.analyzePlan({ ...requestBase(link), analyze: question }, options)
  return callUnary(link, what, call, timeoutMs)
}
