import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const dist = resolve(import.meta.dirname, '../../dist/sparkml')

/** Imports modules in a fresh process and lists the native libraries that it then has. */
function librariesAfter(...modules: string[]): string {
  const imports = modules.map((module) => `await import(${JSON.stringify(`${dist}/${module}`)})`)
  const program = `${imports.join(';')}; console.log(process.report.getReport().sharedObjects.join(' '))`
  const args = ['--input-type=module', '--report-exclude-network', '--eval', program]
  return execFileSync(process.execPath, args, { encoding: 'utf8' })
}

it('reading for predictions loads no DuckDB', () => {
  expect(librariesAfter('read-model.js', 'read-nodes.js', 'read-pipeline-model.js')).not.toMatch(/duckdb/)
})

it('and would be seen to, if it did', () => {
  expect(librariesAfter('query-nodes.js')).toMatch(/duckdb/)
})
