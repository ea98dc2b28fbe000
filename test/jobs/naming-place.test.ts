import { expect, it } from 'vitest'
import { FreeflowError } from '../../src/errors.ts'
import { namingPlace } from '../../src/jobs/naming-place.ts'

it('names the place in lines, progress and errors, not the copy', async () => {
  const lines: string[] = []
  const report = {
    info: (line: string) => lines.push(line),
    warn: (line: string) => lines.push(line),
    progress: (task: string) => lines.push(task),
  }
  const { signal } = new AbortController()
  const host = { report, now: () => 0, newId: () => '', signal, hdfs: {} }
  const outcome = namingPlace({ copy: '/w/run/data', place: 'hdfs://nn/t' }, host, async (named) => {
    named.report.info('Loading /w/run/data')
    named.report.warn('/w/run/data/a.csv: odd')
    named.report.progress('Reading /w/run/data', 1, 2)
    throw new FreeflowError('data', '/w/run/data/a.csv: no rows', { hint: 'see /w/run/data' })
  })
  await expect(outcome).rejects.toMatchObject({
    message: 'hdfs://nn/t/a.csv: no rows',
    hint: 'see hdfs://nn/t',
  })
  expect(lines).toEqual(['Loading hdfs://nn/t', 'hdfs://nn/t/a.csv: odd', 'Reading hdfs://nn/t'])
})
