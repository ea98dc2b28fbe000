import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../src', import.meta.url))

/** What each folder may import besides errors and random; ARCHITECTURE.md gives the reasons. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  table: [],
  metrics: [],
  model: [],
  hdfs: [],
  store: ['hdfs'],
  spark: [],
  learn: ['model', 'metrics'],
  prepare: ['table', 'model'],
  traffic: ['table', 'metrics', 'learn'],
  audit: ['table', 'traffic'],
  sparkml: ['table', 'model', 'prepare'],
  predict: ['table', 'prepare', 'model', 'sparkml', 'store', 'hdfs'],
  config: ['table', 'learn', 'model'],
  engine: ['table', 'metrics', 'model', 'hdfs', 'store', 'spark', 'learn', 'prepare', 'traffic', 'sparkml'],
  jobs: [
    'engine',
    'config',
    'audit',
    'traffic',
    'table',
    'prepare',
    'learn',
    'metrics',
    'model',
    'sparkml',
    'store',
    'predict',
    'hdfs',
  ],
  cli: ['config', 'engine', 'jobs', 'store', 'hdfs'],
}
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/(^|\/)(gen|assembly)\//.test(name))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))

const folderOf = (name: string) => (name.includes('/') ? name.split('/')[0] : '')

describe('the source', () => {
  it.each(sources)('$name imports only what its folder may', ({ name, text }) => {
    const folder = folderOf(name)
    const targets = [...text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, to]) => {
      return relative(root, join(root, dirname(name), to))
    })
    const strangers = targets.filter((to) => {
      const target = folderOf(to)
      return folder !== '' && target !== '' && target !== folder && !arrows[folder]?.includes(target)
    })
    expect(strangers).toEqual([])
  })

  it.each(sources)('$name has at most 400 lines and takes no hidden clock or chance', ({ name, text }) => {
    expect(text.split('\n').length).toBeLessThanOrEqual(401)
    const isAllowed = name === 'random.ts' || name.startsWith('cli/')
    expect(!isAllowed && /Math\.random|Date\.now/.test(text)).toBe(false)
  })
})

describe('freeflow/predict', () => {
  it('loads neither DuckDB nor the trainer', () => {
    const reached = new Set<string>()
    const visit = (name: string) => {
      if (reached.has(name)) return
      reached.add(name)
      const { text } = sources.find((source) => source.name === name) ?? { text: '' }
      for (const [, to] of text.matchAll(/^(?:import|export) (?!type)[^;]*? from '([^']+)'/gm)) {
        if (to.startsWith('.')) visit(relative(root, join(root, dirname(name), to)))
        else reached.add(to)
      }
    }
    visit('predict/index.ts')
    expect([...reached].filter((name) => /duckdb|grpc|connectrpc|arrow|^learn|^jobs/.test(name))).toEqual([])
    expect(reached.size).toBeGreaterThan(10)
  })
})

describe('what no compiler checks', () => {
  const project = join(root, '..')
  const programs = ['bench', 'scripts', 'test/faults'].flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.mjs') && !name.includes('node_modules/'))
      .map((name) => ({ name: join(folder, name), text: readFileSync(join(project, folder, name), 'utf8') })),
  )

  it.each(programs)('$name imports what the source exports', ({ text }) => {
    for (const [, names, module] of text.matchAll(/import \{([^}]*)\} from '[./]*\/dist\/([^']+)\.js'/g)) {
      const source = readFileSync(join(root, `${module}.ts`), 'utf8')
      for (const name of names.split(','))
        expect(source).toMatch(new RegExp(`export .*\\b${name.trim().split(' as ')[0]}\\b`))
    }
  })
})
