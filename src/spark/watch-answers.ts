import { type Link, requestBase } from './link.ts'
import { isUnanswered, noAnswer } from './no-answer.ts'

/** Watches over a call that may rightly be silent for long. */
export interface Watch {
  /** Aborts when the server does not answer; the reason is the error that says so. */
  readonly signal: AbortSignal
  /** Takes note of a sign of life. */
  readonly heard: () => void
  readonly stop: () => void
}

/**
 * Asks a server for its version whenever it has been quiet for a while: one that hangs keeps its connections, so a query
 * that runs for long and one that nobody works at look alike.
 *
 * A question that fails at once is left to the call itself, which then fails too.
 *
 * @param what  What is being done, for the error.
 */
export function watchAnswers(link: Link, what: string): Watch {
  const { quietMs, answerMs } = link.silence
  const gone = new AbortController()
  const stopped = new AbortController()
  let isAsking = false
  let isHeard = false
  const ask = async () => {
    isAsking = true
    isHeard = false
    const options = { timeoutMs: answerMs, signal: stopped.signal }
    const version = { case: 'sparkVersion', value: {} } as const
    const isSilent = await link.client
      .analyzePlan({ ...requestBase(link), analyze: version }, options)
      .then(() => false, isUnanswered)
    isAsking = false
    if (stopped.signal.aborted) return
    if (isSilent && !isHeard) gone.abort(noAnswer(link, what, answerMs))
    else timer = setTimeout(ask, quietMs)
  }
  let timer = setTimeout(ask, quietMs)
  return {
    signal: gone.signal,
    heard: () => {
      isHeard = true
      // one that has fired would begin anew, beside the question that is under way
      if (!isAsking) timer.refresh()
    },
    stop: () => {
      clearTimeout(timer)
      stopped.abort()
    },
  }
}
