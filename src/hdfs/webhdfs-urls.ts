import { FreeflowError } from '../errors.ts'
import { redactUrl } from './redact-url.ts'

/** Path of WebHDFS on a NameNode. */
export const webhdfsPath = '/webhdfs/v1'

/**
 * Reads what `--webhdfs-url` says: one or several URLs by commas, in order, each made to end in `/webhdfs/v1`.
 * A path before it, that of a gateway, stays.
 *
 * @throws FreeflowError `usage` for one that is no `http(s)://host:port`, or has a user, a query or a fragment.
 */
export function parseWebhdfsUrls(text: string): readonly string[] {
  return text.split(',').map((part) => webhdfsUrl(part.trim()))
}

function webhdfsUrl(text: string): string {
  const url = /^https?:\/\/[^/\\]/i.test(text) && URL.canParse(text) ? new URL(text) : null
  if (url === null || url.username !== '' || url.password !== '' || /[?#]/.test(text))
    throw new FreeflowError('usage', `--webhdfs-url must be http(s)://host:port, got ${redactUrl(text)}`, {
      hint: 'for instance http://namenode:9870; the token goes into FREEFLOW_HDFS_TOKEN',
    })
  const path = url.pathname.replace(/\/+$/, '')
  return `${url.origin}${path.endsWith(webhdfsPath) ? path : `${path}${webhdfsPath}`}`
}
