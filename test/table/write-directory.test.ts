import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type StagedDirectory, writeDirectory } from '../../src/table/write-directory.ts'

let parent: string

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'freeflow-write-'))
})

afterEach(() => rm(parent, { recursive: true }))

const fill = async ({ content, scratch }: StagedDirectory) => {
  await writeFile(join(content, 'a'), 'new')
  await writeFile(join(scratch, 'b'), 'not kept')
  return 7
}

it('makes the directory and its parents, and leaves nothing beside', async () => {
  expect(await writeDirectory(join(parent, 'x/y'), fill)).toBe(7)
  expect(await readdir(join(parent, 'x'))).toEqual(['y'])
  expect(await readdir(join(parent, 'x/y'))).toEqual(['a'])
})

it('shows nothing before all is there', async () => {
  await writeDirectory(join(parent, 'y'), async (staged) => {
    await fill(staged)
    expect(await readdir(parent)).not.toContain('y')
  })
  expect(await readdir(parent)).toEqual(['y'])
})

it('takes the place of an empty directory', async () => {
  await mkdir(join(parent, 'y'))
  await writeDirectory(join(parent, 'y'), fill)
  expect(await readdir(join(parent, 'y'))).toEqual(['a'])
})

it('refuses a directory that is not empty, before anything is written', async () => {
  await writeFile(join(parent, 'old'), 'old')
  await expect(
    writeDirectory(parent, async () => {
      throw new Error('must not be called')
    }),
  ).rejects.toMatchObject({ code: 'storage', message: `${parent}: the directory is not empty` })
  expect(await readdir(parent)).toEqual(['old'])
})

it('does not damage a directory that was filled meanwhile', async () => {
  const path = join(parent, 'y')
  const outcome = writeDirectory(path, async (staged) => {
    await fill(staged)
    await mkdir(path)
    await writeFile(join(path, 'other'), 'old')
  })
  await expect(outcome).rejects.toMatchObject({ code: 'storage' })
  expect(await readdir(parent)).toEqual(['y'])
  expect(await readFile(join(path, 'other'), 'utf8')).toBe('old')
})

it('refuses a file, and a path below one', async () => {
  await writeFile(join(parent, 'file'), '')
  for (const path of [join(parent, 'file'), join(parent, 'file/below')]) {
    await expect(writeDirectory(path, fill)).rejects.toMatchObject({
      code: 'storage',
      message: `${path}: is a file, or lies below one`,
    })
  }
})

it('leaves nothing when filling fails, and passes the error on', async () => {
  const outcome = writeDirectory(join(parent, 'y'), async (staged) => {
    await fill(staged)
    throw new RangeError('no')
  })
  await expect(outcome).rejects.toThrow(RangeError)
  expect(await readdir(parent)).toEqual([])
})
