import { Command } from 'commander'
import { exitCodes } from '../errors.ts'
import type { CheckResult } from '../jobs/doctor/check-result.ts'
import { flags } from './flags.ts'
import { runVerb } from './run-verb.ts'

interface DoctorFlags {
  readonly models: string
  readonly data?: string
  readonly work: string
  readonly json?: boolean
}

/** `freeflow doctor`: whether a run would find what it needs, and what to do where it would not. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check Node, memory, disk, store and HDFS, and say what to do')
    .addOption(flags.models())
    .addOption(flags.data())
    .addOption(flags.work())
    .addOption(flags.json())
    .addHelpText(
      'after',
      '\nExample:\n  freeflow doctor --models hdfs://namenode:9000/models --data readings/',
    )
    .addHelpText(
      'after',
      '\nEach line is OK, WARN, FAIL or SKIP; the exit code is that of the first FAIL. Small files are written where' +
        '\na run would write, and removed again.',
    )
    .action((given: DoctorFlags) =>
      runVerb(given, async (host) => {
        const { examine } = await import('../jobs/doctor/examine.ts')
        const { models, data, work, json = false } = given
        const checks: CheckResult[] = []
        for await (const group of examine({ models, data, work, environment: process.env }, host)) {
          checks.push(...group)
          if (!json) host.report.verdict(group.flatMap(formatCheck))
        }
        if (json) host.printJson({ schema_version: 1, checks: checks.map(checkDocument) })
        const code = checks.find(({ status }) => status === 'fail')?.code ?? null
        if (code !== null) process.exitCode = exitCodes[code]
      }),
    )
}

const labels = { ok: 'OK', warn: 'WARN', fail: 'FAIL', skipped: 'SKIP' } as const

function formatCheck({ id, status, text, hint }: CheckResult): readonly string[] {
  const line = `${labels[status].padEnd(4)}  ${id.padEnd(20)}  ${text}`
  return hint === null ? [line] : [line, `      ${hint}`]
}

function checkDocument({ id, status, text, hint }: CheckResult) {
  return { id, status, text, hint }
}
