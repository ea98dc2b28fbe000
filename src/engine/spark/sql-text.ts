/** Quotes a name for Spark SQL. */
export function sqlName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

/** Quotes a string for Spark SQL. */
export function sqlString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** Writes a finite number as a double of Spark SQL, every digit kept. */
export function sqlDouble(value: number): string {
  return `${value}D`
}
