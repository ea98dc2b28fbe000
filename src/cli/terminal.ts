import type { Reporter } from '../engine/host.ts'

/** How much the command says, and where. */
export interface TerminalOptions {
  /** Log lines go to stderr, as stdout holds one JSON document. */
  readonly json: boolean
  /** Nothing but errors, warnings and the verdict. */
  readonly quiet: boolean
}

/** A reporter that can end its progress line. */
export interface Terminal extends Reporter {
  /** The verdict: shown even when quiet. */
  verdict(lines: readonly string[]): void
  /** Ends a progress line that is still open, before something else is printed. */
  clear(): void
}

/** Least time between two progress lines, in ms: on a terminal they replace each other, elsewhere they add up. */
const REDRAW_MS = { terminal: 100, file: 10_000 }

/**
 * Makes the reporter of the command line: log lines on stdout, warnings and progress with the time left on
 * stderr; on a terminal progress is one line that is drawn again.
 */
export function openTerminal({ json, quiet }: TerminalOptions, now: () => number): Terminal {
  const { stderr } = process
  const log = json ? stderr : process.stdout
  const redrawMs = stderr.isTTY ? REDRAW_MS.terminal : REDRAW_MS.file
  let isDrawn = false
  let started = { task: '', at: 0 }
  let drawnAt = 0

  function clear(): void {
    if (isDrawn) stderr.write('\r\u001b[K')
    isDrawn = false
  }

  function line(stream: NodeJS.WriteStream, text: string): void {
    clear()
    stream.write(`${text}\n`)
  }

  function progress(task: string, done: number, total: number): void {
    const at = now()
    if (started.task !== task || done <= 1) {
      // the first step says when the task began, not how long a step takes
      started = { task, at }
      drawnAt = at
    }
    if (quiet || at - drawnAt < redrawMs) {
      if (done === total) clear()
      return
    }
    drawnAt = at
    const secondsLeft = ((at - started.at) / Math.max(done - 1, 1)) * (total - done) * 1e-3
    const text = `${task} ${done}/${total}, ${Math.ceil(secondsLeft)} s left`
    if (!stderr.isTTY) {
      stderr.write(`${text}\n`)
      return
    }
    stderr.write(`\r\u001b[K${text}`)
    isDrawn = done < total
    if (!isDrawn) clear()
  }

  return {
    info: (text) => {
      if (!quiet) line(log, text)
    },
    warn: (text) => line(stderr, `warning: ${text}`),
    verdict: (lines) => {
      for (const text of lines) line(log, text)
    },
    progress,
    clear,
  }
}
