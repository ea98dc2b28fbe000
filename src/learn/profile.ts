/** What the time of growing trees goes into. */
export const phases = ['bins', 'bag', 'histograms', 'splits', 'moving', 'leaves', 'rest'] as const
export type Phase = (typeof phases)[number]

/** What one phase took, of all threads together. */
export interface PhaseTotal {
  readonly seconds: number
  /** How often it did what it is for: a value binned or summed, a row drawn, moved or closed, a node split. */
  readonly updates: number
}

/** What each phase took. */
export type Profile = Readonly<Record<Phase, PhaseTotal>>

/** Adds up what phases take. */
export class Profiler {
  readonly #totals = new Map<Phase, PhaseTotal>()

  /** Adds to a phase. */
  add(phase: Phase, { seconds, updates }: PhaseTotal): void {
    const before = this.of(phase)
    this.#totals.set(phase, { seconds: before.seconds + seconds, updates: before.updates + updates })
  }

  addAll(profile: Profile): void {
    for (const phase of phases) this.add(phase, profile[phase])
  }

  of(phase: Phase): PhaseTotal {
    return this.#totals.get(phase) ?? { seconds: 0, updates: 0 }
  }

  totals(): Profile {
    const of = (phase: Phase) => this.of(phase)
    return {
      bins: of('bins'),
      bag: of('bag'),
      histograms: of('histograms'),
      splits: of('splits'),
      moving: of('moving'),
      leaves: of('leaves'),
      rest: of('rest'),
    }
  }
}

/** Runs what belongs to a phase, and times it where there is a profiler. */
export async function timed<T>(
  profiler: Profiler | undefined,
  phase: Phase,
  updates: number,
  run: () => Promise<T>,
): Promise<T> {
  const start = performance.now()
  const result = await run()
  profiler?.add(phase, { seconds: (performance.now() - start) / 1000, updates })
  return result
}
