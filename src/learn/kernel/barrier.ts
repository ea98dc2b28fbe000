/** How often a thread looks before it sleeps: some ten microseconds, so that little is lost where cores are scarce. */
const NUM_LOOKS = 4000

/** Where threads wait until all have come, again and again. */
export class Barrier {
  readonly #cells: Int32Array
  readonly #numThreads: number

  /** @param cells  Two integers in memory that the threads share, 0 at first: how many have come, how often all have. */
  constructor(cells: Int32Array, numThreads: number) {
    this.#cells = cells
    this.#numThreads = numThreads
  }

  /** Comes back when every thread has called it; what a thread wrote before, the others read after. */
  wait(): void {
    if (this.#numThreads === 1) return
    const cells = this.#cells
    const round = Atomics.load(cells, 1)
    if (Atomics.add(cells, 0, 1) === this.#numThreads - 1) {
      Atomics.store(cells, 0, 0)
      Atomics.store(cells, 1, round + 1)
      Atomics.notify(cells, 1)
      return
    }
    for (let look = 0; look < NUM_LOOKS; look++) if (Atomics.load(cells, 1) !== round) return
    while (Atomics.load(cells, 1) === round) Atomics.wait(cells, 1, round)
  }
}
