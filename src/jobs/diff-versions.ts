import { type Fact, factSections, type VersionFacts } from './version-facts.ts'

/** One value of two versions. */
export interface FactPair {
  readonly name: string
  /** `null` where the version does not have it. */
  readonly a: Fact
  readonly b: Fact
  /** b - a of two numbers; absent elsewhere. */
  readonly change?: number
}

type Sections = Readonly<Partial<Record<(typeof factSections)[number], readonly FactPair[]>>>

/** Two versions held against each other. */
export interface VersionDiff {
  readonly a: Pick<VersionFacts, 'model' | 'version' | 'path'>
  readonly b: Pick<VersionFacts, 'model' | 'version' | 'path'>
  /** Every value of either, equal ones too. */
  readonly sections: Sections
  /** The values that differ; a section without one is left out. */
  readonly differences: Sections
}

/**
 * Pairs the values of two versions by section and name.
 *
 * Names come in the order of `a`, then those that only `b` has; importances by the size of their change,
 * largest first, equal ones in that order.
 */
export function diffVersions(a: VersionFacts, b: VersionFacts): VersionDiff {
  const all = factSections.map((section) => {
    const pairs = pairUp(a.sections[section], b.sections[section])
    return [section, section === 'feature_importance' ? pairs.sort(byMove) : pairs] as const
  })
  const differing = all.map(([section, pairs]) => [section, pairs.filter(isDifferent)] as const)
  return {
    a: { model: a.model, version: a.version, path: a.path },
    b: { model: b.model, version: b.version, path: b.path },
    sections: Object.fromEntries(all),
    differences: Object.fromEntries(differing.filter(([, pairs]) => pairs.length > 0)),
  }
}

/** Says whether the two versions do not agree. */
export function isDifferent({ a, b }: FactPair): boolean {
  return a !== b
}

function pairUp(a: ReadonlyMap<string, Fact>, b: ReadonlyMap<string, Fact>): FactPair[] {
  return [...new Set([...a.keys(), ...b.keys()])].map((name) => {
    const left = a.get(name) ?? null
    const right = b.get(name) ?? null
    const areNumbers = typeof left === 'number' && typeof right === 'number'
    return { name, a: left, b: right, ...(areNumbers ? { change: right - left } : {}) }
  })
}

/** An importance that only one version has has moved all the way. */
function byMove(one: FactPair, other: FactPair): number {
  const move = ({ a, b }: FactPair) => Math.abs(Number(b ?? 0) - Number(a ?? 0))
  return move(other) - move(one)
}
