import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { JobHost } from '../../../src/engine/host.ts'
import { openStudy } from '../../../src/jobs/study/open-study.ts'
import { studyKey } from '../../../src/jobs/study/study-config.ts'
import { temporaryFolder } from '../../cli/temporary-folder.ts'

const folder = temporaryFolder()
const host: JobHost = {
  report: { info: () => {}, warn: () => {}, progress: () => {} },
  now: () => 0,
  newId: () => 'id',
  signal: new AbortController().signal,
  hdfs: {},
}
const config = { seed: 42 }

/** Puts a config of another study below `work`. */
function leaveConfig(work: string, key: string, text: string): void {
  const directory = join(folder, work, 'studies', key)
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'config.json'), text)
}

const resume = (work: string) => openStudy({ work: join(folder, work), resume: true }, config, 0, host)

it('takes a study whose config is torn for none', async () => {
  leaveConfig('torn', 'other', '{\n  "seed": 4')
  const study = await resume('torn')
  expect(study.scoresOf('a fit')).toBeNull()
  await study.close('finished')
})

it('compares with a whole config where one is torn', async () => {
  leaveConfig('both', 'whole', '{"seed": 7}')
  leaveConfig('both', 'torn', '{"se')
  await expect(resume('both')).rejects.toMatchObject({
    code: 'usage',
    message: '--resume: no unfinished search has this config: seed is 42, was 7',
  })
})

it('leaves a whole config beside its units, and nothing half', async () => {
  const study = await openStudy({ work: join(folder, 'kept') }, config, 0, host)
  study.keep('a fit', [0.5])
  await study.close('unfinished')
  const directory = join(folder, 'kept', 'studies', studyKey(config))
  expect(readdirSync(directory).toSorted()).toEqual(['config.json', 'units'])
  expect(JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8'))).toEqual(config)
})

it('resumes with the units of before where its own config is torn', async () => {
  const first = await openStudy({ work: join(folder, 'own') }, config, 0, host)
  first.keep('a fit', [0.5])
  await first.close('unfinished')
  leaveConfig('own', studyKey(config), '')
  const second = await resume('own')
  expect(second.scoresOf('a fit')).toEqual([0.5])
  await second.close('finished')
})
