import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import { listVersions } from '../../src/store/list-versions.ts'
import { openStore } from '../../src/store/store.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { publishAt, temporaryDirectory } from '../store/temporary-store.ts'
import { callPoints, canTrace, runWithFault } from './strace.ts'

const full = process.env['FREEFLOW_FAULTS'] === 'full'
const faults = ['error=EIO', 'error=ENOSPC'] as const

async function storeOfOne(): Promise<string> {
  const base = temporaryDirectory()
  await publishAt(await openStore(base), 'm', '2026-01-01T00:00:00Z')
  return base
}

it.skipIf(!canTrace())('a call that fails ends in an error that tells, and in no half version', async () => {
  const seen = { runs: 0, half: 0, exit0_when_failed: 0, untold: 0, staging_left: 0 }
  const sample = await storeOfOne()
  const points = await callPoints(['publish', sample], sample)
  // a failing write may hit the one that wakes node's main thread; a full disk is in storage-failures.test.ts
  for (const [at, point] of points.filter(({ call }) => call !== 'write').entries()) {
    if (!full && at % 4 !== 0) continue
    for (const fault of full ? faults : [faults[at % 2]]) {
      const base = await storeOfOne()
      const { code, stderr } = await runWithFault(['publish', base], point, fault)
      const versions = await listVersions(await openStore(base), 'm')
      for (const version of versions) if ((await verifyVersion(version)).length > 0) seen.half++
      seen.runs++
      if (code === 0 && versions.length !== 2) seen.exit0_when_failed++
      if (code !== 0 && code !== exitCodes['outcome-unknown']) {
        const told = code === exitCodes.storage && versions.length === 1
        if (!told || !/^storage: cannot .*\(E[A-Z]+\)\n$/.test(stderr)) seen.untold++
        seen.staging_left += readdirSync(`${base}/.freeflow/staging`).length
      }
    }
  }
  console.log(`ERRORS ${JSON.stringify(seen)}`)
  expect(seen).toEqual({ ...seen, half: 0, exit0_when_failed: 0, untold: 0, staging_left: 0 })
  expect(seen.runs).toBeGreaterThan(5)
})
