import type { FreeflowError } from '../errors.ts'
import { connectionFailure, type Request } from './request.ts'

/** What to do where a DataNode does not answer: a NameNode tells its address as the cluster sees it. */
export const dataNodeHint =
  'check that this DataNode runs and is not overloaded; if it has another address from here, give --datanode-map INNER=OUTER'

/** Says what a failed connection to a DataNode comes to, see `connectionFailure`. */
export function dataNodeFailure(request: Pick<Request, 'action' | 'url'>, cause: unknown): FreeflowError {
  return connectionFailure({ ...request, hint: dataNodeHint }, cause)
}
