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

/** A parameter that is a word, checked by `isValid`; `rule` says what is accepted. */
export interface TextParam {
  readonly type: 'text'
  readonly default: string
  readonly rule: string
  readonly isValid: (text: string) => boolean
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

function checkParam(place: string, declaration: NumberParam | TextParam, value: unknown): number | string {
  if (declaration.type === 'text') {
    const text = String(value)
    if (declaration.isValid(text)) return text
    throw new FreeflowError('usage', `${place} must be ${declaration.rule}, got ${text}`)
  }
  const { type, min, max } = declaration
  const isRight =
    typeof value === 'number' && value >= min && value <= max && (type === 'float' || Number.isInteger(value))
  if (isRight) return value
  const kind = type === 'int' ? 'an integer' : 'a number'
  throw new FreeflowError('usage', `${place} must be ${kind} in [${min}, ${max}], got ${value}`)
}
