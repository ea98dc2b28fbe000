import { SaxesParser } from 'saxes'
import { FreeflowError } from '../errors.ts'

/** What a file of Hadoop's configuration says, entry by entry. */
export type HadoopEntry =
  | { readonly kind: 'property'; readonly name: string; readonly value: string; readonly isFinal: boolean }
  | { readonly kind: 'include'; readonly href: string }

/**
 * Reads the XML of a Hadoop configuration file: `<property>` with name, value and final as elements or as
 * attributes, and XIncludes, in order. Names and values come without blanks around them; a property that
 * lacks one says nothing. Entities that a document declares are not expanded.
 *
 * @param place  What the message begins with: the file.
 * @throws FreeflowError `usage` with line and column for what is no XML, another root element, and entities
 *   that XML itself does not have.
 */
export function parseHadoopXml(text: string, place: string): readonly HadoopEntry[] {
  const entries: HadoopEntry[] = []
  const open: string[] = []
  let fields = new Map<string, string>()
  const parser = new SaxesParser({ fileName: place, xmlns: false })
  const addText = (more: string) => {
    const field = open.at(-1) ?? ''
    if (open.at(-2) === 'property') fields.set(field, (fields.get(field) ?? '') + more)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length === 0 && name !== 'configuration')
      parser.fail(`the root must be <configuration>, got <${name}>`)
    open.push(name)
    if (open.at(-2) === 'property') fields.set(name, '')
    if (name === 'property') fields = new Map(Object.entries(attributes))
    if (/(^|:)include$/.test(name)) entries.push({ kind: 'include', href: attributes['href'] ?? '' })
  })
  parser.on('closetag', ({ name }) => {
    open.pop()
    if (name === 'property') entries.push(...propertyOf(fields))
  })
  try {
    parser.write(text).close()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new FreeflowError('usage', reason, { hint: 'correct the file that HADOOP_CONF_DIR has', cause })
  }
  return entries
}

function propertyOf(fields: ReadonlyMap<string, string>): readonly HadoopEntry[] {
  const [name, value] = [fields.get('name')?.trim(), fields.get('value')?.trim()]
  if (name === undefined || name === '' || value === undefined) return []
  return [{ kind: 'property', name, value, isFinal: fields.get('final')?.trim() === 'true' }]
}
