import { type Link, requestBase } from './link.ts'

/** Tells the server which responses of a query it need no longer keep. */
export interface Releases {
  /** All up to and including this one. Not awaited: one call is under way at a time, the newest waits. */
  until(responseId: string): void
  /** All, and the query itself, which ends if it still runs. */
  all(): Promise<void>
}

/**
 * Starts releasing the responses of one query.
 *
 * A release that fails is not tried again: the server lets go of abandoned queries by itself after some minutes.
 */
export function releaseResponses(link: Link, operationId: string): Releases {
  const options = { timeoutMs: 10_000 }
  let newest = ''
  let underWay: Promise<void> | undefined
  const releaseNewest = async () => {
    while (newest !== '') {
      const value = { responseId: newest }
      newest = ''
      const release = { case: 'releaseUntil', value } as const
      await link.client.releaseExecute({ ...requestBase(link), operationId, release }, options).catch(ignore)
    }
    underWay = undefined
  }
  return {
    until: (responseId) => {
      newest = responseId
      underWay ??= releaseNewest()
    },
    all: async () => {
      newest = ''
      await underWay
      const release = { case: 'releaseAll', value: {} } as const
      await link.client.releaseExecute({ ...requestBase(link), operationId, release }, options).catch(ignore)
    },
  }
}

function ignore(): void {}
