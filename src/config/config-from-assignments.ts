import { parse } from 'yaml'
import { FreeflowError } from '../errors.ts'
import { checkConfig } from './check-config.ts'
import type { Config } from './config.ts'

type Branch = Readonly<Record<string, unknown>>

/**
 * Reads `path=value` texts, as `--set` takes them: `random_forest.maxDepth=8`, `test-ratio=0.3`,
 * `random_forest.grid.numTrees=[10,20]`. Values are YAML; of equal paths the last counts.
 *
 * @throws FreeflowError `usage` for a text without path or `=`, a value that does not parse, and whatever a
 *   config file may not say either.
 */
export function configFromAssignments(assignments: readonly string[]): Config {
  const tree = assignments.reduce<Branch>((grown, assignment) => {
    const [, path, text] = /^([^=\s]+)=(.*)$/s.exec(assignment) ?? []
    if (path === undefined || text === undefined)
      throw new FreeflowError('usage', `--set: must be path=value, got ${assignment}`, {
        hint: 'for instance --set random_forest.maxDepth=8',
      })
    return withValue(grown, path.split('.'), parseValue(assignment, text))
  }, {})
  return checkConfig('--set', tree)
}

function parseValue(assignment: string, text: string): unknown {
  try {
    return parse(text, { prettyErrors: false })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new FreeflowError('usage', `--set: ${assignment}: ${reason}`, { cause })
  }
}

/** Gives the tree with a value at a path; the names of a path are own keys, whatever they are. */
function withValue(tree: Branch, [name, ...rest]: readonly string[], value: unknown): Branch {
  if (rest.length === 0) return { ...tree, [name]: value }
  const below = Object.hasOwn(tree, name) ? tree[name] : null
  const isBranch = typeof below === 'object' && below !== null && !Array.isArray(below)
  return { ...tree, [name]: withValue(isBranch ? { ...below } : {}, rest, value) }
}
