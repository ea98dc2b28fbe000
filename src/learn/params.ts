import { FreeflowError } from '../errors.ts'
import type { Params } from '../model/params.ts'

/** A parameter that is a number, with the bounds that it must keep (inclusive). */
export interface NumberParam {
  readonly type: 'int' | 'float'
  readonly default: number
  readonly min: number
  readonly max: number
  readonly doc: string
}

/** A parameter that is a word matched by `pattern`; `rule` says in words what is accepted. */
export interface TextParam {
  readonly type: 'text'
  readonly default: string
  readonly rule: string
  readonly pattern: RegExp
  readonly doc: string
}

/** The parameters of a learner: each declared once, with default, bounds and help. */
export type ParamDeclarations = Readonly<Record<string, NumberParam | TextParam>>

/** The checked values of declared parameters. */
export type CheckedParams<D extends ParamDeclarations> = {
  readonly [Name in keyof D]: D[Name] extends TextParam ? string : number
}

/**
 * Fills in defaults and checks every value.
 *
 * @param owner  Name of the learner, for messages.
 * @throws FreeflowError `usage` that names learner, parameter, rule and value.
 */
export function checkParams<D extends ParamDeclarations>(
  owner: string,
  declarations: D,
  given: Params,
): CheckedParams<D> {
  for (const name of Object.keys(given)) {
    if (declarations[name] !== undefined) continue
    const hint = `its parameters are ${Object.keys(declarations).join(', ')}`
    throw new FreeflowError('usage', `${owner}: no parameter ${name}`, { hint })
  }
  const entries = Object.entries(declarations).map(([name, declaration]) => {
    return [name, checkParam(`${owner}: ${name}`, declaration, given[name] ?? declaration.default)]
  })
  // each value was checked against the declaration of its name
  return Object.fromEntries(entries) as CheckedParams<D>
}

/** Says what a parameter accepts, for messages that go "must be {rule}". */
export function paramRule(
  declaration: Pick<NumberParam, 'type' | 'min' | 'max'> | Pick<TextParam, 'type' | 'rule'>,
): string {
  if (declaration.type === 'text') return declaration.rule
  const { type, min, max } = declaration
  return `${type === 'int' ? 'an integer' : 'a number'} in [${min}, ${max}]`
}

function checkParam(place: string, declaration: NumberParam | TextParam, value: unknown): number | string {
  if (declaration.type === 'text') {
    const text = String(value)
    if (declaration.pattern.test(text)) return text
  } else {
    const { type, min, max } = declaration
    const isKept = typeof value === 'number' && value >= min && value <= max
    if (isKept && (type === 'float' || Number.isInteger(value))) return value
  }
  throw new FreeflowError('usage', `${place} must be ${paramRule(declaration)}, got ${value}`)
}
