import { expect, it } from 'vitest'
import { listVersions } from '../../src/store/list-versions.ts'
import { openStore } from '../../src/store/store.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { temporaryDirectory } from '../store/temporary-store.ts'
import { race } from './race.ts'

const full = process.env['FREEFLOW_FAULTS'] === 'full'
const races = full
  ? [2, 3, 4, 6].map((processes) => ({ processes, rounds: 150 }))
  : [{ processes: 2, rounds: 40 }]

it.each(races)('$processes publishers at once lose and mix nothing in $rounds rounds', async (size) => {
  const base = temporaryDirectory()
  const { acked, survived, lost, mixed, nested } = await race(base, 'rounds', size)
  console.log(`RACE acked=${acked} survived=${survived} lost=${lost} mixed=${mixed} nested=${nested}`)
  expect({ acked, survived, nested, mixed }).toEqual({
    acked: size.processes * size.rounds,
    survived: acked,
    nested: 0,
    mixed: 0,
  })
  const versions = await listVersions(await openStore(base), 'm')
  expect(versions.length).toBe(acked)
  for (const version of versions) expect(await verifyVersion(version)).toEqual([])
})

it('the same race catches a publisher that looks and then moves', async () => {
  const { lost, nested } = await race(temporaryDirectory(), 'unsafe-rounds', { processes: 2, rounds: 10 })
  expect(lost).toBeGreaterThan(0)
  expect(nested).toBeGreaterThan(0)
})
