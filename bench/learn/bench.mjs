// Runs the learners of cases.mjs and their peers in turn, each in its own process on the same prepared rows.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { casesByName } from './cases.mjs'
import { exportWeek } from './export-week.mjs'
import { summarise } from './summarise.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../..')
const FIELDS = ['cpu_s', 'wall_s', 'peak_mb', 'r2', 'rows_per_s']

/**
 * Runs the cases of one benchmark.
 *
 * @param features  A feature table, or null for that of METR-LA's week in FREEFLOW_DATA.
 * @param peers  Peers (`xgboost`) and variants of them (`xgboost/codes`) to run beside ours, or null for all.
 * @returns title, about, rows and verdict to print, `json`: by case and peer, the best of its variants, and `versions`
 *   by peer.
 */
export async function bench({ name, rounds, features, peers }) {
  return withMatrix(features, (matrix, about) => {
    const cases = Object.entries(casesByName[name]).map(([key, one]) => {
      const isWanted = (side) => peers === null || peers.includes(side) || peers.includes(side.split('/')[0])
      const wanted = { ...one, sides: one.sides.filter(isWanted), slow: one.slow.filter(isWanted) }
      return summarise(key, wanted, runRounds(wanted, rounds, matrix))
    })
    return {
      title: `${name}: ours beside the peers`,
      about: [
        ...about,
        `medians of ${rounds} rounds (slow peers: of one); peak over the loaded rows; rows_per_s by CPU second`,
      ],
      rows: cases.flatMap(({ rows }) => rows),
      verdict: cases.flatMap(({ verdict }) => verdict),
      json: Object.fromEntries(cases.map(({ key, best }) => [key, best])),
      versions: Object.assign({}, ...cases.map(({ versions }) => versions)),
    }
  })
}

/**
 * Hands the directory of an exported matrix to `use`, with lines that say what it is, and removes it after.
 *
 * @param features  A feature table, or null for that which `exportTable` writes: METR-LA's week in FREEFLOW_DATA.
 */
export async function withMatrix(features, use, exportTable = exportWeek) {
  const directory = mkdtempSync(join(tmpdir(), 'freeflow-bench-'))
  try {
    const matrix = join(directory, 'matrix')
    const table = features ?? exportTable(join(directory, 'features'))
    execFileSync('node', [join(here, 'export-matrix.mjs'), table, matrix], { stdio: 'inherit' })
    const {
      train,
      test,
      features: columns,
      numSlots,
    } = JSON.parse(readFileSync(join(matrix, 'matrix.json'), 'utf8'))
    const commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' })
    return await use(matrix, [
      `${train} rows to learn from, ${test} to test, ${columns.length} columns, ${numSlots} slots`,
      `commit ${commit.trim()}`,
    ])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Gives the samples of each side, by its name; another side begins each round. */
export function runRounds({ task, sides, slow }, rounds, matrix) {
  const fast = ['ours', ...(task.threads > 1 ? ['ours/one-thread', 'ours/apart'] : []), ...sides]
  const samples = {}
  for (let round = 0; round < rounds; round++) {
    const names = round === 0 ? [...fast, ...slow] : fast
    for (let turn = 0; turn < names.length; turn++) {
      const side = names[(round + turn) % names.length]
      const sample = sampleOf(side, task, matrix)
      if (sample === null) continue
      samples[side] ??= []
      samples[side].push(sample)
      const figures = FIELDS.map((field) => `${field} ${sample[field]?.toPrecision(4)}`).join('  ')
      console.error(`round ${round + 1}  ${side.padEnd(26)} ${figures}`)
    }
  }
  return samples
}

/** Runs one side once; gives null for a peer that failed, which has said why. */
function sampleOf(side, task, matrix) {
  try {
    const sample = runSide(side, task, matrix)
    return { ...sample, rows_per_s: sample.rows / sample.cpu_s }
  } catch (error) {
    if (side.startsWith('ours')) throw error
    console.error(`${side} failed, and is left out`)
    return null
  }
}

/** Runs one side once, in a process of its own. */
export function runSide(side, task, matrix) {
  const [peer, variant = ''] = side.split('/')
  const one = variant.endsWith('one-thread') ? { ...task, threads: 1 } : task
  const [command, ...args] = {
    ours: ['node', '--expose-gc', join(here, variant === 'apart' ? 'apart.mjs' : 'ours.mjs')],
    'ydf-training': ['node', '--expose-gc', join(here, 'npm-peers.mjs')],
    'ml-random-forest': ['node', '--expose-gc', join(here, 'npm-peers.mjs')],
  }[peer] ?? [pythonOfPeers(), join(here, 'peers.py')]
  const last = command === 'node' && peer !== 'ours' ? packagesOfPeers() : variant
  const output = execFileSync(command, [...args, matrix, JSON.stringify(one), peer, last], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(output.trim().split('\n').at(-1))
}

/** Makes the Python environment of the peers where it is not there; gives its python. */
function pythonOfPeers() {
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }
  return execFileSync(join(root, 'scripts/python-env'), ['peers'], options).trim().split('\n').at(-1)
}

/** Installs the peers from npm where they are not there; gives the directory that has node_modules. */
function packagesOfPeers() {
  const directory = join(here, 'npm-peers')
  if (!existsSync(join(directory, 'node_modules')))
    execFileSync('npm', ['ci', '--ignore-scripts'], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  return directory
}
