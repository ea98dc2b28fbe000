import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type RandomStream, randomStream } from '../../src/random.ts'
import { readModel } from '../../src/sparkml/read-model.ts'
import { readPipelineModel } from '../../src/sparkml/read-pipeline-model.ts'
import { writeModel } from '../../src/sparkml/write-model.ts'
import { writePipelineModel } from '../../src/sparkml/write-pipeline-model.ts'
import { boosting, linear, preparation, temporaryDirectory, trainedAt } from './hand-made.ts'

const ROUNDS = 30

/** Cuts a file off, or overwrites up to 20 bytes with chance, zeros, ones or bytes from elsewhere in it. */
function damage(bytes: Buffer, random: RandomStream): Buffer {
  const below = (count: number) => Math.floor(random.uniform() * count)
  const damaged = Buffer.from(bytes)
  const start = below(bytes.length)
  const end = Math.min(bytes.length, start + 1 + below(20))
  const kind = below(5)
  if (kind === 0) return damaged.subarray(0, start)
  if (kind === 1) damaged.fill(0, start, end)
  if (kind === 2) damaged.fill(255, start, end)
  if (kind === 3) bytes.copy(damaged, start, below(bytes.length), bytes.length)
  if (kind === 4) for (let at = start; at < end; at++) damaged[at] = below(256)
  return damaged
}

function partFilesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.startsWith('part-'))
    .map((entry) => join(entry.parentPath, entry.name))
}

const cases = {
  linear: {
    write: (directory: string) => writeModel(linear, directory, { trainedAt }),
    read: (directory: string) => readModel(directory),
  },
  boosting: {
    write: (directory: string) => writeModel(boosting, directory, { trainedAt }),
    read: (directory: string) => readModel(directory),
  },
  preparation: {
    write: (directory: string) => writePipelineModel(preparation, directory, { trainedAt }),
    read: (directory: string) => readPipelineModel(directory),
  },
}

// what damage leaves well formed is for the manifest of the store to find
it.each(Object.entries(cases))('damage in %s ends in a model or in an error that says so', async (_, way) => {
  const directory = temporaryDirectory()
  await way.write(directory)
  const random = randomStream(7)
  let numRefused = 0
  for (const path of partFilesBelow(directory)) {
    const bytes = readFileSync(path)
    for (let round = 0; round < ROUNDS; round++) {
      writeFileSync(path, damage(bytes, random))
      const error = await way.read(directory).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      if (error === null) continue
      expect(error).toMatchObject({ name: 'FreeflowError', code: 'data' })
      numRefused++
    }
    writeFileSync(path, bytes)
  }
  expect(numRefused).toBeGreaterThan(ROUNDS)
})
