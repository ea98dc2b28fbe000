import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openUnitJournal } from '../../../src/jobs/study/unit-journal.ts'
import { temporaryFolder } from '../../cli/temporary-folder.ts'

const folder = temporaryFolder()

it('gives back what was added, to the last bit, and goes on after it', () => {
  const path = join(folder, 'whole')
  const first = openUnitJournal(path)
  expect(first.found.size).toBe(0)
  first.append('a', [0.1 + 0.2, 1 / 3])
  first.close()
  const second = openUnitJournal(path)
  second.append('b', [-1e-300])
  second.close()
  const third = openUnitJournal(path)
  expect([...third.found]).toEqual([
    ['a', [0.30000000000000004, 1 / 3]],
    ['b', [-1e-300]],
  ])
  third.close()
})

it('passes over a last line that is torn, wherever, and writes on in its place', () => {
  const path = join(folder, 'torn')
  const journal = openUnitJournal(path)
  journal.append('a', [0.25])
  const whole = readFileSync(path).length
  journal.append('b', [0.5])
  journal.close()
  const bytes = readFileSync(path)
  for (let end = whole; end < bytes.length; end++) {
    writeFileSync(path, bytes.subarray(0, end))
    const torn = openUnitJournal(path)
    expect([...torn.found.keys()]).toEqual(['a'])
    torn.append('c', [0.75])
    torn.close()
    const after = openUnitJournal(path)
    expect([...after.found.keys()]).toEqual(['a', 'c'])
    after.close()
  }
})

it('trusts no line from one on whose bytes have changed', () => {
  const path = join(folder, 'damaged')
  const journal = openUnitJournal(path)
  for (const unit of ['a', 'b', 'c']) journal.append(unit, [0.5])
  journal.close()
  const bytes = readFileSync(path)
  bytes[Math.floor(bytes.length / 2)] ^= 1
  writeFileSync(path, bytes)
  const damaged = openUnitJournal(path)
  expect([...damaged.found.keys()]).toEqual(['a'])
  damaged.close()
})

it('passes over what no journal holds', () => {
  const path = join(folder, 'strange')
  appendFileSync(path, 'no journal\n')
  const journal = openUnitJournal(path)
  expect(journal.found.size).toBe(0)
  journal.close()
})

it('passes over a whole line whose scores are no numbers, and keeps those after it', () => {
  const path = join(folder, 'nan')
  const journal = openUnitJournal(path)
  journal.append('a', [0.5])
  journal.append('b', [Number.NaN])
  journal.append('c', [0.25])
  journal.close()
  const again = openUnitJournal(path)
  expect([...again.found.keys()]).toEqual(['a', 'c'])
  again.close()
})
