import type { HadoopConf } from './hadoop-conf.ts'

/** How many variables Hadoop puts into one value before it takes it for a loop. */
const maxSubstitutions = 20

/**
 * Gives the properties with each `${name}` in a value replaced by the value of that property, innermost
 * first, as Hadoop does.
 *
 * A value stays as it is from the first name that is no property on (Java's and the environment's are not
 * known here), and wholly where it refers to itself or needs more than 20 replacements.
 */
export function expandVariables(raw: ReadonlyMap<string, string>): HadoopConf {
  return new Map([...raw].map(([name, value]) => [name, expand(value, raw)]))
}

function expand(value: string, raw: ReadonlyMap<string, string>): string {
  let expanded = value
  for (let replaced = 0; replaced < maxSubstitutions; replaced++) {
    const variable = /\$\{([^${}\s]+)\}/.exec(expanded)
    if (variable === null) return expanded
    const [written, name] = variable
    const own = raw.get(name)
    if (own === undefined) return expanded
    expanded = expanded.slice(0, variable.index) + own + expanded.slice(variable.index + written.length)
  }
  return /\$\{[^${}\s]+\}/.test(expanded) ? value : expanded
}
