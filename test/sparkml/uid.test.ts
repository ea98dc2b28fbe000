import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { writePipelineModel } from '../../src/sparkml/write-pipeline-model.ts'

const folder = mkdtempSync(join(tmpdir(), 'freeflow-uid-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function stageName(name: string, inputCol: string, trainedAt: number): Promise<string> {
  const directory = join(folder, name)
  const scaler = {
    kind: 'StandardScalerModel' as const,
    inputCol,
    outputCol: 'features',
    mean: Float64Array.of(1),
    std: Float64Array.of(2),
    withMean: true,
    withStd: true,
  }
  await writePipelineModel({ stages: [scaler] }, directory, { trainedAt })
  return readdirSync(join(directory, 'stages'))[0]
}

it('names equal stages equally, whenever they were trained, and stages of other columns otherwise', async () => {
  const first = await stageName('first', 'raw_features', 1)
  expect(await stageName('second', 'raw_features', 2)).toBe(first)
  expect(await stageName('third', 'other_features', 1)).not.toBe(first)
})
