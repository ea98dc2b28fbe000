import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { holdDirectory } from '../../../src/jobs/study/hold-directory.ts'
import { temporaryFolder } from '../../cli/temporary-folder.ts'

const folder = temporaryFolder()
const module = new URL('../../../dist/jobs/study/hold-directory.js', import.meta.url).href

/** A process that asks for a directory, says whether it has it, and keeps it till it is ended. */
function startHolder(directory: string) {
  const code = `import { holdDirectory } from '${module}'
    console.log(typeof (await holdDirectory('${directory}')) === 'string' ? 'refused' : 'held')
    setTimeout(() => {}, 60_000)`
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function newDirectory(name: string): string {
  const directory = join(folder, name)
  mkdirSync(directory)
  return directory
}

it('gives a directory to one process at a time, and after a kill to the next', async () => {
  const directory = newDirectory('kill')
  const holder = startHolder(directory)
  const [said] = await once(holder.stdout, 'data')
  expect(String(said)).toBe('held\n')
  expect(await holdDirectory(directory)).toContain(`${hostname()}.${holder.pid}.`)
  holder.kill('SIGKILL')
  await once(holder, 'close')
  const release = await holdDirectory(directory)
  if (typeof release === 'string') throw new Error('refused')
  await release()
  expect(readdirSync(directory)).toEqual([])
})

it('never gives it to two of several who ask at once', async () => {
  const directory = newDirectory('race')
  const holders = Array.from({ length: 4 }, () => startHolder(directory))
  const said = await Promise.all(holders.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])))
  for (const holder of holders) holder.kill('SIGKILL')
  expect(said.filter((word) => word === 'held\n').length).toBeLessThanOrEqual(1)
})

it('tells a process that has another one’s number from it', async () => {
  const directory = newDirectory('reused')
  writeFileSync(join(directory, `held-by-${hostname()}.${process.ppid}.1`), '')
  expect(typeof (await holdDirectory(directory))).toBe('function')
})

it('takes a holder on another host for one that lives', async () => {
  const directory = newDirectory('elsewhere')
  const { pid } = spawnSync('true')
  writeFileSync(join(directory, `held-by-far.away.${pid}.1`), '')
  expect(await holdDirectory(directory)).toMatch(/far\.away/)
})
