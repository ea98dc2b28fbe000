/** Properties of Hadoop by name, `${...}` expanded, without blanks around the value. */
export type HadoopConf = ReadonlyMap<string, string>

/** Gives the names of a property that lists names by commas; none where it is not set. */
export function namesIn(conf: HadoopConf, property: string): readonly string[] {
  const names = (conf.get(property) ?? '').split(',').map((name) => name.trim())
  return names.filter((name) => name !== '')
}
