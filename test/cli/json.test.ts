import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
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

describe('the document of a failure', () => {
  it.each([
    ['data', 3, ['predict', 'random_forest', '--data', 'readings', '--out', 'p.csv']],
    ['data', 3, ['models', 'latest', 'random_forest']],
    ['storage', 5, ['sample', '--out', 'readings']],
    ['usage', 2, ['features', '--data', 's3://bucket', '--out', 'none']],
    ['usage', 2, ['train-all', '--treads', '2']],
  ])('has the code %s, and the message and hint of stderr', async (errorCode, exitCode, args) => {
    const { code, stderr, document } = await runJson(...args)
    expect(code).toBe(exitCode)
    expect(Object.keys(document)).toEqual(['schema_version', 'error'])
    expect(document).toMatchObject({ schema_version: 1, error: { code: errorCode } })
    expect(stderr).toContain(`error: ${document.error.message.split(' (Did')[0]}`)
    if (document.error.hint !== undefined) expect(stderr).toContain(`hint: ${document.error.hint}`)
  })

  it('does not follow the document of a verb that has printed one', async () => {
    const latest = await runJson('models', 'latest', linear)
    await appendFile(join(latest.document.path, 'golden.json'), ' ')
    const { code, document } = await runJson('models', 'verify', linear, latest.document.version)
    expect([code, document.whole]).toEqual([3, false])
    expect(document.findings).toEqual([{ file: 'golden.json', problem: expect.any(String) }])
  })
})
