const unitBytes: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 }

/** What a size looks like: `20G`, `1.5T`; K is 1024 bytes, and so on. */
export const sizePattern = /^\d+(\.\d+)?[KMGT]$/

/** Gives the bytes of a size that `sizePattern` accepts. */
export function bytesFromText(text: string): number {
  return Math.round(Number(text.slice(0, -1)) * unitBytes[text.slice(-1)])
}
