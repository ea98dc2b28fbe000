import { symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { listModels } from '../../src/store/list-versions.ts'
import { openStore } from '../../src/store/store.ts'
import { publishAt, temporaryDirectory } from './temporary-store.ts'

it('opens a path, a relative path and a file URI as the same place', async () => {
  const directory = temporaryDirectory()
  const uri = pathToFileURL(directory).href
  for (const given of [directory, `${directory}/`, relative(process.cwd(), directory), uri, `${uri}/`])
    expect(await openStore(given)).toMatchObject({ base: directory, uri })
})

it('takes a base that is not there for an empty store, and the first publish makes it', async () => {
  const base = join(temporaryDirectory(), 'a', 'b')
  const store = await openStore(base)
  expect(await listModels(store)).toEqual([])
  expect((await publishAt(store, 'm', '2026-01-01T00:00:00Z')).directory).toBe(`${base}/m/20260101_000000`)
})

it('follows a link that is the base itself', async () => {
  const directory = temporaryDirectory()
  const link = join(temporaryDirectory(), 'models')
  symlinkSync(directory, link)
  await publishAt(await openStore(link), 'm', '2026-01-01T00:00:00Z')
  expect(await listModels(await openStore(directory))).toEqual(['m'])
})

it('keeps spaces, percent signs and other letters of a path', async () => {
  const base = join(temporaryDirectory(), 'мод ели %2F#?')
  const version = await publishAt(await openStore(base), 'm', '2026-01-01T00:00:00Z')
  expect(version.directory).toBe(`${base}/m/20260101_000000`)
  expect(await listModels(await openStore(pathToFileURL(base).href))).toEqual(['m'])
})

it.each([
  ['s3://bucket/models', /s3:\/\/ is not supported/],
  ['file://host/models', /not a URI of a local file/],
  ['file:///a%2Fb', /not a URI of a local file/],
  ['', /not a path/],
  ['a\0b', /not a path/],
])('refuses %j with what is supported', async (uri, message) => {
  const opened = openStore(uri)
  await expect(opened).rejects.toThrow(message)
  await expect(opened).rejects.toMatchObject({ code: 'usage', hint: 'give a path, or file:///path' })
})

it('refuses a base that is a file, or lies under one', async () => {
  const file = join(temporaryDirectory(), 'file')
  writeFileSync(file, '')
  await expect(openStore(file)).rejects.toMatchObject({
    code: 'storage',
    message: `store ${file} must be a directory, it is a file`,
  })
  await expect(openStore(`${file}/models`)).rejects.toMatchObject({
    code: 'storage',
    message: `cannot look at ${file}/models: a part of the path is no directory (ENOTDIR)`,
  })
})
