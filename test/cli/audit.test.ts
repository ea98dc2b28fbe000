import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { randomStream } from '../../src/random.ts'
import { weekFolder } from '../data-folder.ts'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const folder = temporaryFolder()

/** A table of sales whose margin was made with the revenue, one row a shop and day. */
function sales(): string {
  const random = randomStream(5)
  const lines = ['shop,day,visitors,cost,margin,revenue']
  for (let row = 0; row < 1200; row++) {
    const day = new Date(Date.UTC(2024, 0, 1 + (row % 300))).toISOString().slice(0, 10)
    const cost = 100 * random.uniform()
    const revenue = 300 + 40 * random.normal()
    const visitors = Math.round(revenue / 10 + 10 * random.normal())
    lines.push(`shop-${Math.floor(row / 300)},${day},${visitors},${cost},${revenue - cost},${revenue}`)
  }
  return `${lines.join('\n')}\n`
}

beforeAll(() => {
  writeFileSync(join(folder, 'sales.csv'), sales())
})

const asked = ['audit', '--data', 'sales.csv', '--target', 'revenue', '--entity', 'shop', '--time', 'day']

describe('freeflow audit', () => {
  it('tells the formula, and ends with 0', async () => {
    const { code, stdout } = await runCli(asked, { cwd: folder })
    expect(stdout).toMatch(
      /LEAK {2}identity: (cost, margin|margin, cost)\n +revenue = (cost \+ margin|margin \+ cost)\n/,
    )
    expect(stdout).toContain('LEAKING: 1 leak, 0 warnings.')
    expect(code).toBe(0)
  })

  it('ends with 7 with --fail-on-leak, and prints one document', async () => {
    const { code, stdout, stderr } = await runCli([...asked, '--fail-on-leak', '--json'], { cwd: folder })
    const { audit, data, target, schema_version: version } = JSON.parse(stdout)
    expect(code).toBe(7)
    expect(stderr).toContain('sales.csv: a leak: revenue = ')
    expect(version).toBe(1)
    expect(audit.verdict).toBe('leaking')
    expect(audit.leaks).toHaveLength(1)
    expect([...audit.leaks[0].columns].sort()).toEqual(['cost', 'margin'])
    expect(audit.leaks[0].max_error).toBeLessThan(1e-9)
    expect(data).toMatchObject({ rows: 1200, rows_listed: 1200 })
    expect(target).toEqual({ column: 'revenue', minutes_ahead: 0, entity: 'shop', time: 'day' })
  })

  it('finds nothing wrong once the column is gone', async () => {
    const without = sales()
      .split('\n')
      .map((line) =>
        line
          .split(',')
          .filter((_, at) => at !== 4)
          .join(','),
      )
    writeFileSync(join(folder, 'clean.csv'), without.join('\n'))
    const args = asked.map((word) => (word === 'sales.csv' ? 'clean.csv' : word))
    const { code, stdout } = await runCli([...args, '--fail-on-leak'], { cwd: folder })
    expect(stdout).toContain('CLEAN: 0 leaks, 0 warnings.')
    expect(code).toBe(0)
  })

  it('names the column that was meant', async () => {
    const { code, stderr } = await runCli(['audit', '--data', 'sales.csv', '--target', 'revenu'], {
      cwd: folder,
    })
    expect(code).toBe(3)
    expect(stderr).toContain('sales.csv: has no column revenu\n')
    expect(stderr).toContain('did you mean revenue?')
  })

  it('tells what the service does not get', async () => {
    writeFileSync(join(folder, 'serving.csv'), 'shop,day,cost,margin\nshop-1,2024-01-01,1,2\n')
    const { stdout } = await runCli([...asked, '--serving', 'serving.csv'], { cwd: folder })
    expect(stdout).toContain('serving.csv has no column visitors')
  })

  it.runIf(existsSync(weekFolder))(
    'says the formulas of the nowcast of METR-LA, and that its forecast is clean',
    async () => {
      const readings = ['audit', '--data', weekFolder, '--timezone', 'America/Los_Angeles', '--json']
      const { stdout } = await runCli(readings, { cwd: folder })
      const { audit, data } = JSON.parse(stdout)
      const formulas = audit.leaks.map(({ formula }: { formula: string }) => formula)
      expect(formulas).toContain(
        'speed = c * traffic_efficiency, c = 65 (highway_encoded 1, 2, 3), 60 (highway_encoded 0)',
      )
      expect(formulas).toContain('speed = 3 * speed_ma_15min - speed_lag_1 - speed_lag_2')
      expect(formulas).toContain('speed_ma_60min = mean of speed from t - 55 min to t')
      expect(audit.leaks[0].max_error).toBeLessThan(1e-9)
      expect(audit.leaks[0].rows).toBeGreaterThan(400_000)
      expect(data.rows).toBe(417_312)
      const forecast = await runCli([...readings, '--horizon', '15m'], { cwd: folder })
      expect(JSON.parse(forecast.stdout).audit).toMatchObject({ verdict: 'clean', leaks: [], warnings: [] })
    },
    120_000,
  )
})
