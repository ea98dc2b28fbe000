import { Code, ConnectError } from '@connectrpc/connect'
import { FreeflowError } from '../errors.ts'
import { ErrorInfoSchema } from './gen/google/rpc/error_details_pb.ts'
import { hintOf } from './hint-of.ts'
import { type Link, requestBase } from './link.ts'
import { tlsFailure } from './tls-failure.ts'

/** One exception of the server. */
interface Thrown {
  /** Its class and those above it, most special first. */
  readonly classes: readonly string[]
  readonly message: string
}

/**
 * Says in one line what Spark refused: what was being done, the error class, the message and the innermost cause.
 *
 * The chain of causes, which Spark keeps for a while, is asked for; `details.spark` has all of it.
 *
 * @param what   What was being done.
 * @param cause  What was thrown; a FreeflowError is given back as it is.
 * @returns An error `engine`.
 */
export async function sparkError(link: Link, what: string, cause: unknown): Promise<FreeflowError> {
  if (cause instanceof FreeflowError) return cause
  const place = `${link.place}: ${what}`
  if (!(cause instanceof ConnectError))
    return new FreeflowError('engine', `${place}: ${firstLine(String(cause))}`, { cause })
  const insecure = tlsFailure(cause)
  if (insecure !== undefined) {
    const message = `${place}: no secure connection: ${insecure.text}`
    return new FreeflowError('engine', message, { hint: insecure.hint, cause })
  }
  const metadata = cause.findDetails(ErrorInfoSchema)[0]?.metadata ?? {}
  const chain = await fetchChain(link, metadata.errorId)
  const text = firstLine(chain[0]?.message || cause.rawMessage) || reasonless(metadata.classes)
  const errorClass = metadata.errorClass || /^\[([A-Z0-9_.]+)\]/.exec(text)?.[1]
  const hint = hintOf(errorClass, cause.code)
  return new FreeflowError('engine', `${place}: ${headOf(cause)}${text}${tailOf(chain, text)}`, {
    ...(hint !== undefined && { hint }),
    details: { spark: { code: Code[cause.code], errorClass, sqlState: metadata.sqlState, chain } },
    cause,
  })
}

/** The error and its causes, outermost first; empty where Spark keeps none. */
async function fetchChain(link: Link, errorId: string | undefined): Promise<readonly Thrown[]> {
  if (errorId === undefined) return []
  try {
    const request = { ...requestBase(link), errorId }
    const { errors, rootErrorIdx } = await link.client.fetchErrorDetails(request, { timeoutMs: 10_000 })
    const chain: Thrown[] = []
    for (let at = rootErrorIdx; at !== undefined && chain.length < errors.length; at = errors[at].causeIdx) {
      chain.push({ classes: errors[at].errorTypeHierarchy, message: errors[at].message })
    }
    return chain
  } catch {
    // the error itself is what matters: without the chain it is still told
    return []
  }
}

/** The kind of failure, where no error class of Spark's says it. */
function headOf({ code, metadata }: ConnectError): string {
  if (code === Code.Unavailable) return 'cannot be reached: '
  return metadata.has('grpc-status') ? '' : 'the connection failed: '
}

/** What is left to say of an exception without a message, as Spark 4.0 throws where a model cannot be read. */
function reasonless(classes = ''): string {
  return `the server gave no reason but ${/[\w.$]+/.exec(classes)?.[0] ?? 'a failure'}; its log may say more`
}

/** The innermost cause, if it says more than the message. */
function tailOf(chain: readonly Thrown[], text: string): string {
  const last = chain.at(-1)
  if (last === undefined || chain.length < 2) return ''
  const line = firstLine(last.message)
  return text.includes(line) ? '' : ` (caused by: ${line})`
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0].replace(/;$/, '')
}
