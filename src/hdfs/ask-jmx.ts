import { z } from 'zod'
import { askServer, type Request } from './request.ts'
import type { HdfsSession } from './session.ts'
import { webhdfsPath } from './webhdfs-urls.ts'

const beansSchema = z.object({ beans: z.array(z.record(z.string(), z.unknown())) })

/** What the JMX of a NameNode answers. */
export interface JmxReply {
  /** Attributes by name; empty where there is no such thing. */
  readonly beans: readonly Readonly<Record<string, unknown>>[]
  /** Its clock as it answered, in milliseconds since 1970, to the second. */
  readonly clockMs: number | null
}

/**
 * Asks the JMX of one NameNode, once; one that has none, or lets us not at it, gives no beans.
 *
 * @param url  One of `session.nameNodes`.
 * @param query  `get=BEAN::ATTRIBUTE` or `qry=BEAN`.
 * @throws FreeflowError `storage` where no answer comes.
 */
export async function askJmx(
  { credentials, hint }: HdfsSession,
  url: string,
  query: string,
  timeoutMs: number,
): Promise<JmxReply> {
  const base = url.slice(0, -webhdfsPath.length)
  const user = credentials['user.name']
  const request: Request = {
    method: 'GET',
    // it knows no delegation tokens, so it is shown none
    url: `${base}/jmx?${query}${user === undefined ? '' : `&user.name=${user}`}`,
    action: `cannot ask ${base}`,
    hint,
  }
  const { status, headers, text } = await askServer(request, timeoutMs)
  return { beans: status === 200 ? beansOf(text) : [], clockMs: clockOf(headers.get('date')) }
}

function beansOf(reply: string): JmxReply['beans'] {
  try {
    return beansSchema.parse(JSON.parse(reply)).beans
  } catch {
    return []
  }
}

/** Jetty sends the header twice, which comes as one text with a comma between. */
function clockOf(header: string | null): number | null {
  const ms = Date.parse(/^.*? GMT/.exec(header ?? '')?.[0] ?? '')
  return Number.isNaN(ms) ? null : ms
}
