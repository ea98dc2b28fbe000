import { FreeflowError } from '../errors.ts'
import type { ParamType, SparkClass } from './spark-class.ts'

/** The version whose layout this is; every Spark from 3.5 to 4.3 reads it. */
const SPARK_VERSION = '4.0.0'

const INT_LIMIT = 2 ** 31

/** What one metadata file says. */
export interface Metadata {
  readonly sparkClass: SparkClass
  readonly uid: string
  /** End of the training data in milliseconds since 1970 UTC; Spark calls it timestamp. */
  readonly trainedAt: number
  /** Parameters by Spark's names, each of the type that the class declares; without the constants. */
  readonly params: Readonly<Record<string, unknown>>
  /** Counts that some classes keep beside their parameters. */
  readonly counts: { readonly numFeatures?: number; readonly numTrees?: number }
}

/**
 * Gives the line of JSON in which Spark keeps class and parameters of a model.
 *
 * Equal metadata give equal text, whatever the order of the parameters.
 *
 * @throws FreeflowError `unexpected` for a parameter that the class does not have or of another type: Spark
 *   would not load it.
 */
export function formatMetadata({ sparkClass, uid, trainedAt, params, counts }: Metadata): string {
  return formatObject([
    ['class', JSON.stringify(sparkClass.name)],
    ['timestamp', formatParam('timestamp', 'long', trainedAt)],
    ['sparkVersion', JSON.stringify(SPARK_VERSION)],
    ['uid', JSON.stringify(uid)],
    ['paramMap', formatParams(sparkClass, params)],
    ['defaultParamMap', '{}'],
    ...Object.entries(counts).map(([name, count]): Field => [name, formatParam(name, 'int', count)]),
  ])
}

/**
 * Gives the parameters of a class as Spark's `paramMap`: its constants, then the given ones in the order that
 * the class declares.
 *
 * @throws FreeflowError `unexpected` as `formatMetadata`.
 */
export function formatParams(sparkClass: SparkClass, params: Readonly<Record<string, unknown>>): string {
  for (const name of Object.keys(params)) {
    if (!Object.hasOwn(sparkClass.params, name)) {
      throw new FreeflowError('unexpected', `${sparkClass.name} has no parameter ${name}`)
    }
  }
  const constants = Object.entries(sparkClass.constants).map(
    ([name, value]): Field => [name, JSON.stringify(value)],
  )
  const given = Object.entries(sparkClass.params)
    .filter(([name]) => Object.hasOwn(params, name))
    .map(([name, type]): Field => [name, formatParam(`${sparkClass.name}: ${name}`, type, params[name])])
  return formatObject([...constants, ...given])
}

type Field = readonly [name: string, json: string]

function formatObject(fields: readonly Field[]): string {
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`
}

function formatParam(place: string, type: ParamType, value: unknown): string {
  const json = paramFormats[type](value)
  if (json === null) {
    throw new FreeflowError('unexpected', `${place} must be ${type}, got ${JSON.stringify(value)}`)
  }
  return json
}

/** For each type the JSON of a value, `null` where it is not of that type. */
const paramFormats: Readonly<Record<ParamType, (value: unknown) => string | null>> = {
  int: (value) => (isInteger(value) && Math.abs(value) < INT_LIMIT ? String(value) : null),
  long: (value) => (isInteger(value) || isLongText(value) ? String(value) : null),
  double: (value) => (typeof value === 'number' && Number.isFinite(value) ? formatDouble(value) : null),
  boolean: (value) => (typeof value === 'boolean' ? String(value) : null),
  string: (value) => (typeof value === 'string' ? JSON.stringify(value) : null),
  strings: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string') ? JSON.stringify(value) : null,
}

function formatDouble(value: number): string {
  const text = String(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function isLongText(value: unknown): boolean {
  return typeof value === 'string' && /^-?\d{1,19}$/.test(value)
}
