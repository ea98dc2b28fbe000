import { FreeflowError } from '../../errors.ts'
import type { RunData } from '../engine.ts'

/** What stands between a run and a server that may be lost. */
export interface Guard {
  /** Loads a run, all of whose answers are watched. */
  load(load: () => Promise<RunData>): Promise<RunData>
  /** Whether the server did not answer the last time. */
  isLost(): boolean
}

/**
 * Watches over a run: where its server is gone, errors say so rather than what was cut off by it.
 *
 * @param gone  Fires when the server is known to be gone; the reason is the error to be thrown.
 */
export function guardRun(gone: AbortSignal): Guard {
  let isLost = false
  const watch = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      isLost = gone.aborted || isUnreachable(error)
      throw gone.aborted ? gone.reason : error
    }
  }
  return {
    load: async (load) => {
      const data = await watch(load)
      return {
        ...data,
        crossValidate: (task) => watch(() => data.crossValidate(task)),
        fit: (name, params) => watch(() => data.fit(name, params)),
        findLeaks: () => watch(() => data.findLeaks()),
        sampleRows: (count) => watch(() => data.sampleRows(count)),
        measurePreparation: () => watch(() => data.measurePreparation()),
      }
    },
    isLost: () => isLost,
  }
}

function isUnreachable(error: unknown): boolean {
  return (
    error instanceof FreeflowError &&
    error.code === 'engine' &&
    /cannot be reached|does not answer|the connection failed|INVALID_HANDLE/.test(error.message)
  )
}
