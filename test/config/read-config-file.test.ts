import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'

const folder = temporaryFolder()
function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('readConfigFile', () => {
  it('reads YAML and JSON alike, tabs included', async () => {
    const yaml = await readConfigFile(
      file('a.yaml', 'seed: 7\nstart-date: 2024-01-02\nrandom_forest: {maxDepth: 8}\n'),
    )
    const json = '{\n\t"seed": 7,\n\t"start-date": "2024-01-02",\n\t"random_forest": {"maxDepth": 8}\n}'
    expect(await readConfigFile(file('a.json', json))).toEqual(yaml)
    expect(Object.fromEntries(yaml.settings)).toEqual({ seed: 7, 'start-date': '2024-01-02' })
    expect(yaml.params).toEqual({ random_forest: { maxDepth: 8 } })
  })

  it('takes an empty file for no settings', async () => {
    expect((await readConfigFile(file('empty.yaml', '# nothing\n'))).settings.size).toBe(0)
  })

  it.each([
    ['broken.yaml', 'seed: 1\ndays: [1,\nwork: {\n', /broken\.yaml, line 3: /],
    ['broken.json', '{\n  "seed": 1\n  "days": 2\n}', /broken\.json, line 2: /],
    ['twice.yaml', 'seed: 1\nseed: 2\n', /twice\.yaml, line 2: Map keys must be unique/],
    ['two.yaml', 'seed: 1\n---\nseed: 2\n', /two\.yaml, line 2: /],
    ['bomb.yaml', bomb(), /bomb\.yaml: Excessive alias count/],
    ['proto.yaml', '__proto__: {seed: 1}\n', /proto\.yaml: no setting __proto__/],
    ['config.toml', 'seed = 1\n', /must end in \.yaml, \.yml or \.json/],
  ])('refuses %s', async (name, text, message) => {
    await expect(readConfigFile(file(name, text))).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(message),
    })
  })

  it('says that a file is not there', async () => {
    await expect(readConfigFile('nowhere.yaml')).rejects.toThrow('nowhere.yaml: there is no such file')
  })
})

/** Aliases of aliases, ten to the ninth in all. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const below = level === 0 ? 'x' : `*a${level - 1}`
    return `a${level}: &a${level} [${Array.from({ length: 10 }, () => below).join(', ')}]`
  })
  return `${levels.join('\n')}\n`
}
