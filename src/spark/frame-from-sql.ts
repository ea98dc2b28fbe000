import { type Frame, frameFrom } from './frame.ts'
import type { Link } from './link.ts'
import { literalFromValue } from './literal-from-value.ts'
import type { InputValue } from './spark-value.ts'

/**
 * Makes a frame of one SQL query; a mistake in it is found when the frame is used.
 *
 * Other frames are read by the names of their views. (Spark could bind them to names of one query, but makes views of
 * them to do so and drops them after it, which also drops rows that were kept.)
 *
 * @param values  What parameters stand for: `{ least: 50 }` for `where speed > :least`.
 */
export function frameFromSql(
  link: Link,
  query: string,
  values: Readonly<Record<string, InputValue>> = {},
): Frame {
  const entries = Object.entries(values).map(([name, value]) => {
    return [name, { exprType: { case: 'literal', value: literalFromValue(value) } as const }]
  })
  return frameFrom(link, { case: 'sql', value: { query, namedArguments: Object.fromEntries(entries) } })
}
