import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const linear = 'linear_regression'

async function runJson(...args: string[]) {
  const { code, stdout, stderr } = await runCli([...args, '--json'], { cwd })
  return { code, stderr, document: JSON.parse(stdout) }
}

beforeAll(async () => {
  await runCli(['sample', '--out', 'readings', '--sensors', '2', '--days', '1'], { cwd })
  await runCli(['train', linear, '--data', 'readings'], { cwd })
})

/** Gives the names of all properties, those of objects within included. */
function namesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesOf(inner)])
}

describe('the document', () => {
  it.each([
    ['sample', '--out', 'generated', '--sensors', '1', '--days', '1'],
    ['features', '--data', 'readings', '--out', 'table'],
    ['predict', linear, '--data', 'readings', '--out', 'p.csv'],
  ])('of %s has its version, and no name in camel case', async (...args) => {
    const { code, document } = await runJson(...args)
    expect([code, document.schema_version]).toEqual([0, 1])
    expect(namesOf(document).filter((name) => /[A-Z]/.test(name))).toEqual([])
  })

  it.each(['cv', 'tune'])('of %s has its version', async (verb) => {
    const { code, document } = await runJson(verb, linear, '--data', 'readings', '--folds', '2')
    expect([code, document.schema_version]).toEqual([0, 1])
  })
})
