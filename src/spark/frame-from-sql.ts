import { type Frame, frameFrom } from './frame.ts'
import type { Link } from './link.ts'
import { literalFromValue } from './literal-from-value.ts'
import type { InputValue } from './spark-value.ts'

/** What the names in an SQL text stand for. */
export interface SqlNames {
  /** Frames that the text reads like tables: `select * from readings` with `{ readings: frame }`. */
  readonly frames?: Readonly<Record<string, Frame>>
  /** Values of its parameters: `where speed > :least` with `{ least: 50 }`. */
  readonly values?: Readonly<Record<string, InputValue>>
}

/** Makes a frame of one SQL query; a mistake in it is found when the frame is used. */
export function frameFromSql(link: Link, query: string, { frames = {}, values = {} }: SqlNames = {}): Frame {
  const namedArguments = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      return [name, { exprType: { case: 'literal', value: literalFromValue(value) } as const }]
    }),
  )
  const frame = frameFrom(link, { case: 'sql', value: { query, namedArguments } })
  const references = Object.entries(frames).map(([alias, { relation }]) => {
    return frameFrom(link, { case: 'subqueryAlias', value: { input: relation, alias } }).relation
  })
  if (references.length === 0) return frame
  return frameFrom(link, { case: 'withRelations', value: { root: frame.relation, references } })
}
