import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const run = (...args: string[]) => runCli(args, { cwd })
const model = 'linear_regression'
const train = ['train-all', '--only', model, '--sensors', '2']
const stored = () => readdirSync(join(cwd, 'models', model))

async function runJson(...args: string[]) {
  const { code, stdout, stderr } = await run(...args, '--json')
  expect(stderr).not.toMatch(/^error/m)
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

beforeAll(async () => {
  for (const days of ['1', '2']) expect((await run(...train, '--days', days)).code).toBe(0)
  const first = join(cwd, 'models', model, stored()[0])
  cpSync(first, join(cwd, 'models', model, '20200101_000000'), { recursive: true })
  await run('sample', '--out', 'readings', '--sensors', '2', '--days', '2')
  await run('features', '--data', 'readings', '--out', 'features', '--timezone', 'America/Los_Angeles')
})

it('the help of each verb has an example', async () => {
  const verbs = ['models retract', 'models gc', 'models diff', 'models export', 'evaluate']
  const helps = await Promise.all(verbs.map((verb) => run(...verb.split(' '), '--help')))
  helps.forEach(({ code, stdout }, at) => {
    expect(code).toBe(0)
    expect(stdout).toContain(`Example:\n  freeflow ${verbs[at]} `)
    expect(stdout).toContain('--json')
  })
})

describe('evaluate', () => {
  it('measures all rows and slices, with the leak, and prints what it writes', async () => {
    const evaluation = await runJson('evaluate', model, '--data', 'features', '--out', 'e/evaluation.json')
    expect(JSON.parse(readFileSync(join(cwd, 'e', 'evaluation.json'), 'utf8'))).toEqual(evaluation)
    const { metrics, data, slices, audit } = evaluation
    expect(metrics.r2).toBeGreaterThan(0.999)
    expect(metrics.n).toBe(data.rows_evaluated)
    expect(Object.keys(slices)).toEqual([
      'sensor',
      'highway_encoded',
      'is_rush_hour',
      'is_weekend',
      'hour',
      'speed_regime',
      'day',
    ])
    for (const rows of Object.values<{ n: number }[]>(slices))
      expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(metrics.n)
    const dropped = Object.values<number>(data.rows_dropped).reduce((sum, count) => sum + count, 0)
    expect(data.rows).toBe(metrics.n + dropped)
    expect(slices.day.map(({ value }: { value: string }) => value)).toEqual(['2024-01-04', '2024-01-05'])
    expect(slices.sensor[0].rmse).toBeGreaterThanOrEqual(slices.sensor[1].rmse)
    expect(audit.verdict).toBe('leaking')
    expect(readdirSync(join(cwd, 'e'))).toEqual(['evaluation.json'])
    const { stdout } = await run('evaluate', model, '--data', 'features')
    const { rmse } = evaluation.stored_forecast.horizons['15m'].models.gradient_boosted_trees.metrics
    expect(stdout).toContain('Forecast 15m ahead, measured in training: Gradient Boosted Trees')
    expect(stdout).toContain(`RMSE ${rmse.toFixed(3)}`)
  })

  it('takes readings, says the same in words, and which clock it reads', async () => {
    const { code, stdout, stderr } = await run(
      'evaluate',
      model,
      '--data',
      'readings',
      '--timezone',
      'UTC',
      '--quiet',
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^all rows +\d+ +0\.999\d+ /m)
    expect(stdout).toMatch(/^sensor, worst 2 of 2 by RMSE$/m)
    expect(stdout).toMatch(/^LEAK: /m)
    // by that clock the last evening is a Saturday's
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^warning: readings: is_weekend has cat/),
      'warning: trained on the clock of America/Los_Angeles, used on that of UTC: see --timezone',
    ])
    expect(readdirSync(join(cwd, '.freeflow'))).toEqual([])
  })

  it('never writes into a version', async () => {
    const version = stored()[0]
    const out = join('models', model, version, 'evaluation.json')
    const before = readFileSync(join(cwd, out), 'utf8')
    const refused = await run('evaluate', model, '--data', 'features', '--out', out)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/^error: .* lies in the published version .*, which is never edited$/m)
    expect(readFileSync(join(cwd, out), 'utf8')).toBe(before)
  })

  it('refuses to write where a directory is, before any work', async () => {
    const refused = await run('evaluate', model, '--data', 'nowhere', '--out', 'features')
    expect(refused.stderr).toMatch(/^error: .*features must be a file, it is a directory$/m)
    expect(refused.code).toBe(2)
  })
})

describe('models diff', () => {
  it('holds the latest against the one before, and has only what differs', async () => {
    const { a, b, differences } = await runJson('models', 'diff', model)
    expect([a.version, b.version]).toEqual(stored().slice(-2))
    expect(differences.config).toEqual([{ name: 'days', a: 1, b: 2, change: 1 }])
    expect(Object.keys(differences)).not.toContain('params')
    expect(differences.data.map(({ name }: { name: string }) => name)).toContain('sha256')
  })

  it('takes a name and version, and a directory, and shows what is equal', async () => {
    const [copy, first] = stored()
    const { stdout } = await run('models', 'diff', `${model}/${copy}`, `./models/${model}/${first}`)
    expect(stdout).toMatch(new RegExp(`^ +${model}/${copy} +${model}/${first} +change$`, 'm'))
    expect(stdout).toMatch(/^ {2}rows_train +(\d+) +\1$/m)
    expect(stdout).toMatch(/^params \(equal\)$/m)
  })

  it('needs a second version', async () => {
    const refused = await run('models', 'diff', `./models/${model}`)
    expect(refused.stderr).toMatch(/^error: one version alone must be the name of a model/m)
    expect(refused.code).toBe(2)
  })
})

describe('models export', () => {
  const from = () => join(cwd, 'models', model, stored().at(-1) ?? '')

  it('copies what was published of the latest version, which then loads and predicts from there', async () => {
    writeFileSync(join(from(), 'notes.txt'), 'mine')
    const { code, stdout } = await run('models', 'export', model, '--out', 'out/copy')
    rmSync(join(from(), 'notes.txt'))
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/ is copied to .*\/out\/copy: \d+ files, [\d.]+ kB\n$/),
    ])
    const names = (directory: string) => readdirSync(directory, { recursive: true }).sort()
    expect(names(join(cwd, 'out', 'copy'))).toEqual(names(from()))
    expect(readdirSync(join(cwd, 'out'))).toEqual(['copy'])
    expect((await run('models', 'verify', './out/copy')).code).toBe(0)
    const predicted = await run('predict', './out/copy', '--data', 'features', '--out', 'out/p.csv')
    expect(predicted.code).toBe(0)
  })

  it('takes a version, and says what it did in JSON', async () => {
    const [first] = stored()
    const document = await runJson('models', 'export', model, first, '--out', 'out/first')
    expect(document).toMatchObject({ model, version: first, path: join(cwd, 'out', 'first') })
    expect(document.bytes).toBeGreaterThan(0)
  })

  it('leaves nothing of a version that is damaged, even where its lengths are right', async () => {
    cpSync(from(), join(cwd, 'damaged'), { recursive: true })
    const golden = join(cwd, 'damaged', 'golden.json')
    writeFileSync(golden, readFileSync(golden, 'utf8').replace('{', '['))
    const refused = await run('models', 'export', './damaged', '--out', 'out/damaged')
    expect(refused.stderr).toMatch(/^error: .*damaged: golden\.json has other bytes than were published/m)
    expect(refused.code).toBe(3)
    expect(existsSync(join(cwd, 'out', 'damaged'))).toBe(false)
  })

  it('asks before it copies a version without a manifest', async () => {
    cpSync(from(), join(cwd, 'unverified'), { recursive: true })
    rmSync(join(cwd, 'unverified', 'MANIFEST.json'))
    const refused = await run('models', 'export', './unverified', '--out', 'out/unverified')
    expect(refused.stderr).toMatch(/has no manifest: it cannot be compared\nhint: give --allow-unverified/)
    expect(refused.code).toBe(3)
    const taken = await run(
      'models',
      'export',
      './unverified',
      '--out',
      'out/unverified',
      '--allow-unverified',
    )
    expect(taken.code).toBe(0)
    expect(existsSync(join(cwd, 'out', 'unverified', 'metadata.json'))).toBe(true)
  })

  it.each([
    ['there is something', 'features', 5, /the directory is not empty$/m],
    ['a version is', `models/${model}/20200101_000000/copy`, 2, /lies in the published version/],
    ['it would pass for one', `models/${model}/20990101_000000`, 2, /would be taken for a version/],
  ])('refuses to write where %s', async (_, out, code, message) => {
    const refused = await run('models', 'export', model, '--out', out)
    expect(refused.stderr).toMatch(message)
    expect(refused.code).toBe(code)
  })
})

describe('models retract and gc', () => {
  it('retract lets the one before be the latest, and gc removes only what it is asked to', async () => {
    const [first, second, third] = stored()
    const directory = join(cwd, 'models', '.freeflow', 'retracted', model, third)
    const { code, stdout } = await run('models', 'retract', model, third, '--reason', 'bad detectors')
    expect(code).toBe(0)
    expect(stdout).toContain(`${model}/${third} is retracted, it is now ${directory}\n`)
    expect(stdout).toContain(`Latest model version: ${second}\n`)
    expect(JSON.parse(readFileSync(`${directory}.json`, 'utf8')).reason).toBe('bad detectors')
    const again = await run('models', 'retract', directory)
    expect(again.stderr).toMatch(/^error: .* is retracted already$/m)
    expect(again.code).toBe(2)

    const staging = join(cwd, 'models', '.freeflow', 'staging')
    mkdirSync(join(staging, 'left', 'model'), { recursive: true })
    const longAgo = new Date(Date.now() - 25 * 3600 * 1000)
    utimesSync(join(staging, 'left'), longAgo, longAgo)
    const dry = await runJson('models', 'gc', '--keep', '1', '--dry-run')
    expect(dry.entries.map(({ kind, outcome }: Record<string, string>) => [kind, outcome])).toEqual([
      ['staging', 'would go'],
      ['version', 'would go'],
    ])
    expect(stored()).toEqual([first, second])
    const done = await runJson('models', 'gc', '--keep', '1')
    expect(done).toMatchObject({ count: 2, bytes: dry.bytes, dry_run: false })
    expect(stored()).toEqual([second])
    expect(readdirSync(staging)).toEqual([])
    expect(existsSync(directory)).toBe(true)

    const ledger = await run('models', 'gc', '--retracted')
    expect(ledger.stdout).toMatch(/^removed {3}retracted +[\d.]+ kB {2}.*$/m)
    expect(ledger.stdout).toMatch(/^2 removed, [\d.]+ kB$/m)
    expect(existsSync(directory)).toBe(false)
  })

  it('retract takes a directory, without the store, and says that none is left', async () => {
    const last = join(cwd, 'models', model, stored()[0])
    const retracted = await runJson('models', 'retract', last, '--models', 'nowhere')
    expect(retracted).toMatchObject({ model, latest: null, reason: null, preprocessing: 'unchanged' })
    expect(retracted.path).toContain(join('models', '.freeflow', 'retracted', model))
    expect(existsSync(join(cwd, 'nowhere'))).toBe(false)
  })

  it.each([
    ['keeps none', ['models', 'gc', '--keep', '0'], 2, /must be a whole number from 1/],
    ['has no version to take', ['models', 'retract', model], 3, /^error: no version of /m],
    [
      'finds a file in the place of the store',
      ['models', 'gc', '--models', 'readings/sensors.csv'],
      5,
      /must be a/,
    ],
  ])('one that %s is refused', async (_, args, code, message) => {
    const refused = await run(...args)
    expect(refused.stderr).toMatch(message)
    expect(refused.code).toBe(code)
  })
})
