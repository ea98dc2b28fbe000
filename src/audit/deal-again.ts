import { hashNext } from '../random.ts'

/** Puts values in an order of chance, in place. @param prefix  Where the chance begins, of `hashPrefix`. */
export function dealAgain(values: Float64Array, prefix: number): void {
  for (let at = values.length - 1; at > 0; at--) {
    const other = hashNext(prefix, at) % (at + 1)
    const kept = values[at]
    values[at] = values[other]
    values[other] = kept
  }
}
