const units = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Writes a size for people: `12 B`, `3.4 kB`, `56.0 MB`; by powers of a thousand. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e3) return `${bytes} B`
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length)
  return `${(bytes / 10 ** (3 * power)).toFixed(1)} ${units[power - 1]}`
}
