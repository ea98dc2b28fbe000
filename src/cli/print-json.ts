import { FreeflowError } from '../errors.ts'

/** Prints one JSON document on stdout; a number that JSON does not have is refused. */
export function printJson(value: unknown): void {
  const text = JSON.stringify(
    value,
    (key, entry: unknown) => {
      if (typeof entry !== 'number' || Number.isFinite(entry)) return entry
      throw new FreeflowError('unexpected', `${key} is ${entry}, which JSON does not have`)
    },
    2,
  )
  process.stdout.write(`${text}\n`)
}
