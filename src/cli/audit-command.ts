import { Command, InvalidArgumentError, Option } from 'commander'
import { FreeflowError } from '../errors.ts'
import type { AuditDataOptions } from '../jobs/audit-data.ts'
import { flags, wholeNumber } from './flags.ts'
import { runVerb, type VerbHost } from './run-verb.ts'

interface AuditFlags extends Omit<AuditDataOptions, 'horizonMinutes' | 'aheadMinutes'> {
  /** Minutes. */
  readonly horizon: number
  readonly targetAhead: number
  readonly failOnLeak?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `freeflow audit`: whether a score on a table would be true. */
export function auditCommand(): Command {
  return withRows(withColumns(new Command('audit')))
    .description(
      'find what makes a score on a table untrue: columns that know the target, copies, shared windows',
    )
    .addOption(
      new Option('--fail-on-leak', 'end with exit code 7 where a leak is found').default(false, 'end with 0'),
    )
    .addOption(flags.json())
    .addOption(flags.quiet())
    .addHelpText(
      'after',
      '\nExample:\n  freeflow audit --data features/' +
        '\n  freeflow audit --data sales.csv --target revenue --entity shop --time day --fail-on-leak' +
        '\n\nFormulas are tested on the values; no column is judged by its name.',
    )
    .action((given: AuditFlags) => runVerb(given, (host) => runAudit(given, host)))
}

/** Adds the flags that say which column is what. */
function withColumns(command: Command): Command {
  const time = (flag: string, doc: string) =>
    new Option(`${flag} <time>`, doc).argParser(minutes).default(0, 'the row itself')
  return command
    .addOption(flags.data().makeOptionMandatory())
    .addOption(
      new Option(
        '--target <column>',
        'column to predict, of any table (default: speed, of features or readings)',
      ),
    )
    .addOption(time('--horizon', 'the target is the column so much later, for instance 15m'))
    .addOption(time('--target-ahead', 'the column holds values of so much later already'))
    .addOption(
      new Option(
        '--entity <column>',
        'column that tells the series apart (default: sensor_id if there is one)',
      ),
    )
    .addOption(new Option('--time <column>', 'column of times (default: timestamp, or the only one)'))
    .addOption(new Option('--serving <uri>', 'a table as the service sees it: what it lacks is told'))
}

/** Adds the flags that say which rows are looked at, and how they are split. */
function withRows(command: Command): Command {
  return command
    .addOption(flags.split().default('temporal'))
    .addOption(new Option('--split-column <column>', 'column that says train or test; goes over --split'))
    .addOption(flags.testRatio())
    .addOption(flags.purge())
    .addOption(flags.sensorsTable())
    .addOption(flags.startDate())
    .addOption(flags.endDate())
    .addOption(flags.timezone())
    .addOption(
      new Option('--max-rows <n>', 'rows to look at; of more, whole series up to so many')
        .argParser(wholeNumber(1000, 1_000_000_000))
        .default(2_000_000),
    )
    .addOption(flags.seed())
    .addOption(flags.threads())
    .addOption(flags.work())
    .addOption(flags.cacheSize())
}

async function runAudit(given: AuditFlags, host: VerbHost): Promise<void> {
  const { auditData } = await import('../jobs/audit-data.ts')
  const { formatAudit } = await import('../jobs/format-audit.ts')
  const { horizon, targetAhead, failOnLeak = false } = given
  const document = await auditData({ ...given, horizonMinutes: horizon, aheadMinutes: targetAhead }, host)
  host.report.verdict(formatAudit(document))
  if (given.json === true) host.printJson(document)
  const { leaks } = document.audit
  if (!failOnLeak || leaks.length === 0) return
  const count = leaks.length === 1 ? 'a leak' : `${leaks.length} leaks, the first`
  throw new FreeflowError('leak', `${given.data}: ${count}: ${leaks[0].formula}`, { hint: leaks[0].advice })
}

function minutes(text: string): number {
  const parts = /^(\d{1,6})([mhd])$/.exec(text)
  if (parts === null) throw new InvalidArgumentError('must be a time such as 15m, 1h or 1d.')
  const unit = { m: 1, h: 60, d: 1440 }
  return Number(parts[1]) * unit[parts[2] === 'd' ? 'd' : parts[2] === 'h' ? 'h' : 'm']
}
