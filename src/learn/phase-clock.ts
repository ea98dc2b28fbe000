import type { Phase, Profiler } from './profile.ts'

/** Tells a profiler what each phase takes, as one begins where another ends. */
export class PhaseClock {
  readonly #profiler: Profiler
  #phase: Phase | null = null
  #since = 0

  constructor(profiler: Profiler) {
    this.#profiler = profiler
  }

  /**
   * Begins a phase and ends the one before.
   *
   * @param phase  `null`: what follows is not timed.
   * @param updates  How many it will make; see PhaseTotal.
   */
  enter(phase: Phase | null, updates = 0): void {
    const now = performance.now()
    if (this.#phase !== null)
      this.#profiler.add(this.#phase, { seconds: (now - this.#since) / 1000, updates: 0 })
    if (phase !== null) this.#profiler.add(phase, { seconds: 0, updates })
    this.#phase = phase
    this.#since = now
  }
}
