import type { Range } from '../range.ts'
import { Barrier } from './barrier.ts'

/** Threads that may work on one tree. */
export const MAX_MEMBERS = 32
/** Integers between what different threads write, so that they share no cache line. */
const APART = 16
/** Integers before the ranges: the barrier, and two task counters. */
const FIRST_RANGE = 4 * APART
/** Bytes that all of it takes, from an address on that is a multiple of 8. */
export const TEAM_BYTES = (FIRST_RANGE + MAX_MEMBERS * APART) * 4

/** What the kernels of several threads that grow one tree agree on, in memory that they share. */
export class Team {
  readonly numMembers: number
  readonly member: number
  readonly #barrier: Barrier
  readonly #cells: Int32Array
  readonly #ranges: Float64Array
  #turn = 0

  /**
   * @param address  Of TEAM_BYTES that are 0 at first.
   * @param member  Which of the threads this is, from 0 on.
   */
  constructor(
    { buffer }: WebAssembly.Memory,
    address: number,
    { numMembers, member }: { numMembers: number; member: number },
  ) {
    this.numMembers = numMembers
    this.member = member
    this.#cells = new Int32Array(buffer, address, FIRST_RANGE)
    this.#ranges = new Float64Array(buffer, address + FIRST_RANGE * 4, (MAX_MEMBERS * APART) / 2)
    this.#barrier = new Barrier(this.#cells, numMembers)
  }

  /** Waits for the others. */
  meet(): void {
    this.#barrier.wait()
  }

  /** Says what range this thread has seen, waits for the others, and begins to count anew; gives the range of all. */
  endTree({ low, high }: Range): Range {
    const ranges = this.#ranges
    const step = APART / 2
    ranges[this.member * step] = low
    ranges[this.member * step + 1] = high
    this.meet()
    this.#turn ^= 1
    const all = Array.from({ length: this.numMembers }, (_, member) => member * step)
    return {
      low: Math.min(...all.map((at) => ranges[at])),
      high: Math.max(...all.map((at) => ranges[at + 1])),
    }
  }

  /** Empties what the tree after this one counts with; all threads must have begun this one. */
  clearNext(): void {
    if (this.member !== 0) return
    this.#cells[(2 + (this.#turn ^ 1)) * APART] = 0
  }

  /** Gives the number of the next task that no thread has taken. */
  nextTask(): number {
    return Atomics.add(this.#cells, (2 + this.#turn) * APART, 1)
  }
}
