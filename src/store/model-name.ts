import { FreeflowError } from '../errors.ts'

/** Longer names would not fit, with a version and a file, into the paths that systems take. */
const MAX_LENGTH = 100

/** Says whether the store keeps models under this name; `preprocessing` is kept for the pipeline of old readers. */
export function isModelName(name: string): boolean {
  return name.length <= MAX_LENGTH && /^[a-z][a-z0-9_]*$/.test(name) && name !== 'preprocessing'
}

/** @throws FreeflowError `usage` unless the store keeps models under this name. */
export function checkModelName(name: string): void {
  if (isModelName(name)) return
  const shown = JSON.stringify(name.slice(0, MAX_LENGTH))
  throw new FreeflowError(
    'usage',
    `model name must be lower-case letters, digits and _, a letter first, at most ${MAX_LENGTH}, got ${shown}`,
    { hint: 'for instance random_forest' },
  )
}
