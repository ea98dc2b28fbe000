import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const dist = resolve(import.meta.dirname, '../../dist')

/** Imports modules in a fresh process and lists the native libraries that it then has. */
function librariesAfter(...modules: string[]): string {
  const imports = modules.map((module) => `await import(${JSON.stringify(`${dist}/${module}`)})`)
  const program = `${imports.join(';')}; console.log(process.report.getReport().sharedObjects.join(' '))`
  const args = ['--input-type=module', '--report-exclude-network', '--eval', program]
  return execFileSync(process.execPath, args, { encoding: 'utf8' })
}

it('freeflow/predict loads no DuckDB', () => {
  expect(librariesAfter('predict/index.js')).not.toMatch(/duckdb/)
})

it('and would be seen to, if it did', () => {
  expect(librariesAfter('sparkml/write-nodes.js')).toMatch(/duckdb/)
})
