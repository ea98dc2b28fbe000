import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a run of the command printed and how it ended. */
export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/**
 * Runs `freeflow` as a user would, in a folder of its own.
 *
 * @param options.closeOn  Closes the reading end of stdout when it holds this text, as `| head` does.
 * @param options.interruptOn  Sends SIGINT once when stdout and stderr together hold this text.
 */
export function runCli(
  args: readonly string[],
  options: {
    readonly cwd: string
    /** Variables over those of the tests. */
    readonly env?: NodeJS.ProcessEnv
    readonly closeOn?: string
    readonly interruptOn?: string
    readonly signal?: NodeJS.Signals
  },
): Promise<CliResult> {
  const { FREEFLOW_DEBUG: _, ...env } = process.env
  const child = spawn(process.execPath, [main, ...args], {
    cwd: options.cwd,
    env: { ...env, ...options.env },
  })
  let stdout = ''
  let stderr = ''
  let isInterrupted = false
  const watch = () => {
    if (
      options.interruptOn === undefined ||
      isInterrupted ||
      !(stdout + stderr).includes(options.interruptOn)
    )
      return
    isInterrupted = true
    child.kill(options.signal ?? 'SIGINT')
  }
  child.stdout.on('data', (part) => {
    stdout += part
    if (options.closeOn !== undefined && stdout.includes(options.closeOn)) child.stdout.destroy()
    watch()
  })
  child.stderr.on('data', (part) => {
    stderr += part
    watch()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
