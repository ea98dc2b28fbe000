/** Bytes of one page of WebAssembly memory. */
export const PAGE_BYTES = 2 ** 16

/** Gives the addresses of areas of a memory one after another, each at a multiple of 64. */
export class Room {
  #end: number

  constructor(start: number) {
    this.#end = start
  }

  take(numBytes: number): number {
    const at = this.#end
    this.#end += Math.ceil(numBytes / 64) * 64
    return at
  }

  get numPages(): number {
    return Math.ceil(this.#end / PAGE_BYTES)
  }
}
