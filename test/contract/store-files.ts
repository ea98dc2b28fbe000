import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import type { StoreFiles } from '../../src/store/store-files.ts'
import { walkFiles } from '../../src/store/walk-files.ts'
import { temporaryDirectory } from '../store/temporary-store.ts'
import type { StorePlace } from './store.ts'
import { names, put, textAt } from './store-texts.ts'

const MIB = 1 << 20

/** What the file operations do that every store rests on. */
export function storeFilesCases({ newBase, options }: StorePlace): void {
  let files: StoreFiles
  let base: string
  beforeEach(async () => {
    const store = await openStore(newBase(), options())
    files = store.files
    base = store.base
    await files.makeDirectory(base, [])
  })

  describe('creating a file', () => {
    it('writes it whole, or not where the name is taken by a file or a directory', async () => {
      expect(await files.create(`${base}/a`, Buffer.from('first'))).toBe('done')
      expect(await files.create(`${base}/a`, Buffer.from('second'))).toBe('exists')
      await files.makeDirectory(base, ['d'])
      expect(await files.create(`${base}/d`, Buffer.from('second'))).toBe('exists')
      expect(await textAt(files, `${base}/a`)).toBe('first')
      expect(await names(files, base)).toEqual(expect.arrayContaining(['a', 'd']))
    })

    it('gives the name to one of several who want it at once', async () => {
      const tried = ['a', 'b', 'c', 'd'].map((text) => files.create(`${base}/x`, Buffer.from(text)))
      const outcomes = await Promise.all(tried)
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
      expect(await textAt(files, `${base}/x`)).toBe('abcd'[outcomes.indexOf('done')])
    })

    it('takes no bytes at all', async () => {
      expect(await files.create(`${base}/empty`, new Uint8Array(0))).toBe('done')
      expect(await files.stat(`${base}/empty`)).toMatchObject({ kind: 'file', length: 0 })
      expect(await textAt(files, `${base}/empty`)).toBe('')
      expect(await files.sha256(`${base}/empty`)).toMatch(/^e3b0c44298fc1c14/)
    })

    it('fails where there is no directory for it', async () => {
      const made = files.create(`${base}/none/a`, Buffer.from('x'))
      await expect(made).rejects.toMatchObject({ code: 'storage' })
    })
  })

  describe('renaming', () => {
    it.each(['a file', 'an empty directory', 'a full directory'])(
      'a directory onto %s moves nothing',
      async (kind) => {
        await put(files, `${base}/from/inside`, 'ours')
        if (kind === 'a file') await put(files, `${base}/to`, 'theirs')
        else await files.makeDirectory(base, ['to'])
        if (kind === 'a full directory') await put(files, `${base}/to/inside`, 'theirs')
        const before = await walkFiles(files, base)
        expect(await files.rename(`${base}/from`, `${base}/to`)).toBe('exists')
        expect((await walkFiles(files, base))?.map(({ name }) => name)).toEqual(
          before?.map(({ name }) => name),
        )
      },
    )

    it.each(['a file', 'an empty directory', 'a full directory'])(
      'a file onto %s moves nothing',
      async (kind) => {
        await put(files, `${base}/from`, 'ours')
        if (kind === 'a file') await put(files, `${base}/to`, 'theirs')
        else await files.makeDirectory(base, ['to'])
        if (kind === 'a full directory') await put(files, `${base}/to/inside`, 'theirs')
        expect(await files.rename(`${base}/from`, `${base}/to`)).toBe('exists')
        expect(await textAt(files, `${base}/from`)).toBe('ours')
      },
    )

    it('moves a directory to a free name, and fails where there is nothing to move', async () => {
      await put(files, `${base}/from/inside`, 'ours')
      expect(await files.rename(`${base}/from`, `${base}/to`)).toBe('done')
      expect(await textAt(files, `${base}/to/inside`)).toBe('ours')
      expect(await files.stat(`${base}/from`)).toBeNull()
      await expect(files.rename(`${base}/from`, `${base}/other`)).rejects.toMatchObject({ code: 'storage' })
    })

    it('lets one directory of several have the name, and the others stay', async () => {
      for (const round of [1, 2, 3, 4, 5]) {
        const sources = ['a', 'b', 'c'].map((name) => `${name}${round}`)
        for (const name of sources) await put(files, `${base}/${name}/of-${name}`, name)
        const moves = sources.map((name) => files.rename(`${base}/${name}`, `${base}/to${round}`))
        const outcomes = await Promise.all(moves)
        expect([...outcomes].sort()).toEqual(['done', 'exists', 'exists'])
        const winner = sources[outcomes.indexOf('done')]
        expect(await names(files, `${base}/to${round}`)).toEqual([`of-${winner}`])
        for (const name of sources.filter((other) => other !== winner))
          expect(await names(files, `${base}/${name}`)).toEqual([`of-${name}`])
      }
    })
  })

  describe('replacing', () => {
    it('puts a file in the place of another, or of none', async () => {
      await put(files, `${base}/a`, 'first')
      for (const text of ['second', 'third']) {
        await put(files, `${base}/staged`, text)
        await files.replace(`${base}/staged`, `${base}/a`)
        expect(await textAt(files, `${base}/a`)).toBe(text)
      }
      await put(files, `${base}/staged`, 'new')
      await files.replace(`${base}/staged`, `${base}/b`)
      expect(await textAt(files, `${base}/b`)).toBe('new')
      expect(await files.stat(`${base}/staged`)).toBeNull()
    })
  })

  describe('removing', () => {
    it('takes a file, a full directory, and nothing', async () => {
      await put(files, `${base}/d/e/f`, 'x')
      await put(files, `${base}/a`, 'x')
      for (const name of ['a', 'd', 'none', 'none/inside']) await files.remove(`${base}/${name}`)
      expect(await files.stat(`${base}/a`)).toBeNull()
      expect(await files.stat(`${base}/d`)).toBeNull()
    })
  })

  describe('making a directory', () => {
    it('says whether it was there, and refuses a file on the way', async () => {
      expect(await files.makeDirectory(base, ['d', 'e'])).toBe('done')
      expect(await files.makeDirectory(base, ['d', 'e'])).toBe('exists')
      await put(files, `${base}/a`, 'x')
      for (const way of [['a'], ['a', 'b']])
        await expect(files.makeDirectory(base, way)).rejects.toMatchObject({ code: 'storage' })
    })
  })

  describe('listing', () => {
    it('gives names, kinds and lengths in UTF-16 order, whatever the letters', async () => {
      // by UTF-8 the last two stand the other way round
      const sorted = [' b', '%2F', 'A', 'a', 'a b', 'é', '世', '\u{1F697}', '\uFF5E']
      for (const name of [...sorted].reverse()) await put(files, `${base}/list/${name}`, name)
      await files.makeDirectory(base, ['list', 'd'])
      const listed = await files.list(`${base}/list`)
      const expected = [...sorted, 'd'].sort()
      expect(listed?.map(({ name }) => name)).toEqual(expected)
      expect(listed?.find(({ name }) => name === '世')).toMatchObject({ kind: 'file', length: 3 })
      expect(listed?.find(({ name }) => name === 'd')).toMatchObject({ kind: 'directory' })
      for (const name of sorted) expect(await textAt(files, `${base}/list/${name}`)).toBe(name)
    })

    it('is null where nothing is, empty for an empty directory, an error for a file', async () => {
      expect(await files.list(`${base}/none`)).toBeNull()
      await files.makeDirectory(base, ['d'])
      expect(await files.list(`${base}/d`)).toEqual([])
      await put(files, `${base}/a`, 'x')
      await expect(files.list(`${base}/a`)).rejects.toMatchObject({ code: 'storage' })
    })

    it('gives more than a thousand names', async () => {
      const wanted = Array.from({ length: 1100 }, (_, at) => `d${String(at).padStart(4, '0')}`)
      for (let at = 0; at < wanted.length; at += 50)
        await Promise.all(wanted.slice(at, at + 50).map((name) => files.makeDirectory(base, ['many', name])))
      expect(await names(files, `${base}/many`)).toEqual(wanted)
    })
  })

  describe('a large file', () => {
    it('goes in and comes out as it was, with its SHA-256', async () => {
      const local = temporaryDirectory()
      const bytes = Buffer.from(
        Uint32Array.from({ length: (3 * MIB) / 4 + 7 }, (_, at) => at * 2654435761).buffer,
      )
      writeFileSync(`${local}/large`, bytes)
      await files.copyIn(`${local}/large`, `${base}/large`)
      expect(Buffer.compare(Buffer.from(await files.read(`${base}/large`)), bytes)).toBe(0)
      await files.makeDirectory(base, ['filled'])
      const [filled] = await files.fill(`${base}/filled`, async (directory) => {
        mkdirSync(`${directory}/model`)
        writeFileSync(`${directory}/model/large`, bytes)
        return [{ name: 'model/large', kind: 'file', length: bytes.length, modifiedMs: 0 }]
      })
      expect(filled).toMatchObject({ name: 'model/large', length: bytes.length })
      expect(await files.sha256(`${base}/filled/model/large`)).toBe(filled.sha256)
      expect(await files.sha256(`${base}/large`)).toBe(filled.sha256)
      const copied = await files.withLocalCopy(`${base}/filled`, async (at) =>
        readFileSync(`${at}/model/large`),
      )
      expect(Buffer.compare(copied, bytes)).toBe(0)
      const again = files.copyIn(`${local}/large`, `${base}/large`)
      await expect(again).rejects.toMatchObject({ code: 'storage' })
    })
  })

  describe('what is not there', () => {
    it('has no status, no real path, and cannot be read', async () => {
      expect(await files.stat(`${base}/none`)).toBeNull()
      expect(await files.realPath(`${base}/none`)).toBeNull()
      await expect(files.read(`${base}/none`)).rejects.toMatchObject({ code: 'storage' })
      await expect(files.sha256(`${base}/none`)).rejects.toMatchObject({ code: 'storage' })
    })
  })
}
