import { availableParallelism } from 'node:os'
import { InvalidArgumentError, Option } from 'commander'

/** Checks a whole number in a range; for commander, which puts the flag's name before the message. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}.`)
  }
}

function shareBelowOne(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value > 0 && value < 1) return value
  throw new InvalidArgumentError('must be a number between 0 and 1.')
}

function calendarDay(text: string): string {
  const instant = new Date(`${text}T00:00:00Z`)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(instant.getTime())
  if (isDay && instant.toISOString().startsWith(text)) return text
  throw new InvalidArgumentError('must be a day as YYYY-MM-DD.')
}

/** Reads a time as minutes; `auto` leaves it to the job. */
function purgeMinutes(text: string): number | undefined {
  if (text === 'auto') return undefined
  const match = /^(\d+)(m|h)$/.exec(text)
  if (match === null) throw new InvalidArgumentError('must be auto, or a time such as 75m or 2h.')
  return Number(match[1]) * (match[2] === 'h' ? 60 : 1)
}

function timeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    throw new InvalidArgumentError('must be an IANA zone, for instance Europe/Copenhagen.')
  }
}

/** The flags that several verbs share; each verb takes those that it knows. */
export const flags = {
  data: () => new Option('--data <uri>', 'feature table, or readings, which become features first'),
  models: () => new Option('--models <uri>', 'where versions are published').default('./models'),
  sensorsTable: () =>
    new Option('--sensors-table <file>', 'sensors (default: sensors.csv beside the readings)'),
  startDate: () =>
    new Option('--start-date <day>', 'first local day, YYYY-MM-DD, inclusive').argParser(calendarDay),
  endDate: () =>
    new Option('--end-date <day>', 'last local day, YYYY-MM-DD, inclusive').argParser(calendarDay),
  timezone: () =>
    new Option('--timezone <zone>', "IANA zone (default: the table's own, else UTC)").argParser(timeZone),
  testRatio: () =>
    new Option('--test-ratio <share>', 'share of rows to judge on').default(0.2).argParser(shareBelowOne),
  split: () =>
    new Option('--split <kind>', 'keep rows to judge on by chance, by time or by sensor')
      .choices(['random', 'temporal', 'sensor'])
      .default('random'),
  purge: () =>
    new Option('--purge <time>', 'gap before the test of a temporal split: auto, 75m, 2h').argParser(
      purgeMinutes,
    ),
  folds: () =>
    new Option('--folds <n>', 'folds of cross-validation').default(5).argParser(wholeNumber(2, 100)),
  seed: () =>
    new Option('--seed <n>', 'where random numbers start').default(42).argParser(wholeNumber(0, 2 ** 31 - 1)),
  threads: () =>
    new Option('--threads <n>', 'worker threads; they change the time, never a byte')
      .default(availableParallelism(), 'all cores')
      .argParser(wholeNumber(1, 256)),
  sensors: () =>
    new Option('--sensors <n>', 'sensors to generate').default(40).argParser(wholeNumber(1, 10_000)),
  days: () => new Option('--days <n>', 'days to generate').default(7).argParser(wholeNumber(1, 366)),
  work: () =>
    new Option('--work <dir>', 'directory for what a run needs while it lasts').default('./.freeflow'),
  json: () => new Option('--json', 'one JSON document on stdout, all else on stderr'),
  quiet: () => new Option('--quiet', 'nothing but errors, warnings and the verdict'),
} as const
