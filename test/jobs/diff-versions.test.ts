import { expect, it } from 'vitest'
import { diffVersions } from '../../src/jobs/diff-versions.ts'
import { formatDiff } from '../../src/jobs/format-diff.ts'
import type { Fact, VersionFacts } from '../../src/jobs/version-facts.ts'

function factsOf(
  version: string,
  sections: Readonly<Record<string, Readonly<Record<string, Fact>>>>,
): VersionFacts {
  const factsIn = (name: string) => new Map(Object.entries(sections[name] ?? {}))
  return {
    model: 'm',
    version,
    path: `/models/m/${version}`,
    sections: {
      metrics: factsIn('metrics'),
      gates: factsIn('gates'),
      params: factsIn('params'),
      feature_importance: factsIn('feature_importance'),
      data: factsIn('data'),
      config: factsIn('config'),
      sizes: factsIn('sizes'),
    },
  }
}

const a = factsOf('1', {
  metrics: { r2: 0.5, rmse: 2 },
  params: { maxDepth: 8 },
  feature_importance: { lag: 0.5, efficiency: 0.4, hour: 0.1 },
  data: { sha256: 'abc' },
})
const b = factsOf('2', {
  metrics: { r2: 0.75, rmse: 2 },
  params: { maxDepth: 8 },
  feature_importance: { lag: 0.45, efficiency: 0.2, ma: 0.35 },
  data: { sha256: 'abd' },
})

it('pairs what differs, the largest moves of importance first', () => {
  expect(diffVersions(a, b).differences).toEqual({
    metrics: [{ name: 'r2', a: 0.5, b: 0.75, change: 0.25 }],
    feature_importance: [
      { name: 'ma', a: null, b: 0.35 },
      { name: 'efficiency', a: 0.4, b: 0.2, change: -0.2 },
      { name: 'hour', a: 0.1, b: null },
      { name: 'lag', a: 0.5, b: 0.45, change: 0.45 - 0.5 },
    ],
    data: [{ name: 'sha256', a: 'abc', b: 'abd' }],
  })
  expect(diffVersions(a, a).differences).toEqual({})
})

it('shows equal values too, and marks the others', () => {
  const text = formatDiff(diffVersions(a, b)).join('\n')
  expect(text).toMatch(/^ +m\/1 +m\/2 +change$/m)
  expect(text).toMatch(/^params \(equal\)\n {2}maxDepth +8 +8$/m)
  expect(text).toMatch(/^metrics\n\* r2 +0\.5 +0\.75 +\+0\.25$/m)
  expect(text).toMatch(/^feature_importance\n\* ma +- +0\.35$/m)
})
