import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goldenNames, goldenPath } from './goldens.ts'

const tests = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))

describe.each(goldenNames())('%s.json', (name) => {
  const golden = JSON.parse(readFileSync(goldenPath(name), 'utf8'))

  it('is small and says what it was made from, by which versions, and how exact it is', () => {
    expect(statSync(goldenPath(name)).size).toBeLessThan(100_000)
    expect(Object.keys(golden).sort()).toEqual(
      ['data', 'estimator', 'expected', 'params', 'tolerance', 'versions'].sort(),
    )
    expect(Object.keys(golden.versions).length).toBeGreaterThan(0)
    expect(golden.tolerance.reason).toMatch(/\w+ \w+/)
  })

  it('is read by a test', () => {
    expect(tests.some((text) => text.includes(`('${golden.estimator}')`))).toBe(true)
  })
})
