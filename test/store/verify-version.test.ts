import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { localFiles } from '../../src/store/local-files.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { publishAt, sampleFiles, temporaryDirectory, temporaryStore } from './temporary-store.ts'

/** Makes a published version and a way to damage copies of it. */
async function damagedCopies() {
  const { directory } = await publishAt(await temporaryStore(), 'm', '2026-01-01T00:00:00Z', {
    'model/a': 'first bytes',
    'model/b': 'other bytes',
    'golden.json': '{}',
  })
  const parent = temporaryDirectory()
  let count = 0
  return async (damage: (copy: string) => void) => {
    const copy = join(parent, `${count++}`)
    cpSync(directory, copy, { recursive: true })
    damage(copy)
    const findings = await verifyVersion({ directory: copy, files: localFiles })
    return findings.map(({ file, problem }) => `${file} ${problem}`)
  }
}

const differs = 'has other bytes than were published (SHA-256 differs)'

it('finds nothing in a copy', async () => {
  expect(await (await damagedCopies())(() => {})).toEqual([])
})

it.each<[string, (copy: string) => void, string[]]>([
  ['a file that is missing', (copy) => rmSync(`${copy}/model/a`), ['model/a is missing']],
  [
    'a directory that is missing',
    (copy) => rmSync(`${copy}/model`, { recursive: true }),
    ['model/a is missing', 'model/b is missing'],
  ],
  ['a truncated file', (copy) => truncateSync(`${copy}/model/a`, 5), ['model/a has 5 bytes, not 11']],
  ['an empty file', (copy) => truncateSync(`${copy}/golden.json`, 0), ['golden.json has 0 bytes, not 2']],
  ['a longer file', (copy) => appendFileSync(`${copy}/model/b`, ' '), ['model/b has 12 bytes, not 11']],
  [
    'other metadata',
    (copy) => appendFileSync(`${copy}/metadata.json`, '\n'),
    ['metadata.json has 59 bytes, not 58'],
  ],
  ['two files that are swapped', swap, [`model/a ${differs}`, `model/b ${differs}`]],
  [
    'a file besides',
    (copy) => writeFileSync(`${copy}/model/c`, ''),
    ['model/c is a file that was not published'],
  ],
  [
    'a hidden file besides',
    (copy) => writeFileSync(`${copy}/.a.crc`, ''),
    ['.a.crc is a file that was not published'],
  ],
  ['a link besides', (copy) => symlinkSync('/', `${copy}/root`), ['root is a link that was not published']],
  ['a file that is a link to its like', linkFile, ['model/a is a link']],
  [
    'a directory that is a link to its like',
    linkDirectory,
    ['model is a link that was not published', 'model/a is missing', 'model/b is missing'],
  ],
  [
    'a directory in the place of a file',
    replaceByDirectory,
    ['model/a is missing', 'model/a/x is a file that was not published'],
  ],
  ['a missing manifest', (copy) => rmSync(`${copy}/MANIFEST.json`), ['MANIFEST.json is missing']],
  [
    'a truncated manifest',
    (copy) => truncateSync(`${copy}/MANIFEST.json`, 100),
    ['MANIFEST.json is no manifest'],
  ],
  ['a manifest that is a link', linkManifest, ['MANIFEST.json is no plain file']],
  ['a manifest that was edited', editManifest, ['MANIFEST.json does not match its own SHA-256']],
  [
    'a manifest of absurd size',
    (copy) => truncateSync(`${copy}/MANIFEST.json`, 2 ** 33),
    ['MANIFEST.json has 8589934592 bytes, more than a manifest can have'],
  ],
])('finds %s', async (_, damage, findings) => {
  expect(await (await damagedCopies())(damage)).toEqual(findings)
})

it('does not mind an empty directory', async () => {
  expect(await (await damagedCopies())((copy) => mkdirSync(`${copy}/empty`))).toEqual([])
})

it('finds every flip of one bit and names the file', async () => {
  const version = await publishAt(await temporaryStore(), 'm', '2026-01-01T00:00:00Z')
  const names = [...Object.keys(sampleFiles), 'metadata.json', 'MANIFEST.json']
  let mutations = 0
  let undetected = 0
  const flip = fc.asyncProperty(fc.constantFrom(...names), fc.nat(), async (name, seed) => {
    flipBit(`${version.directory}/${name}`, seed)
    const findings = await verifyVersion(version)
    if (findings.length !== 1 || findings[0].file !== name) undetected++
    flipBit(`${version.directory}/${name}`, seed)
    mutations++
  })
  await fc.assert(flip, { numRuns: 100 })
  console.log(`INTEGRITY mutations=${mutations} undetected=${undetected}`)
  expect(undetected).toBe(0)
  expect(await verifyVersion(version)).toEqual([])
})

it('is an error for a directory that is not there', async () => {
  const directory = `${temporaryDirectory()}/x`
  await expect(verifyVersion({ directory, files: localFiles })).rejects.toMatchObject({
    code: 'data',
    message: `${directory} is no directory`,
  })
})

function flipBit(path: string, seed: number): void {
  const bytes = readFileSync(path)
  const bit = seed % (bytes.length * 8)
  bytes[bit >> 3] ^= 1 << (bit & 7)
  writeFileSync(path, bytes)
}

function swap(copy: string): void {
  expect(statSync(`${copy}/model/a`).size).toBe(statSync(`${copy}/model/b`).size)
  renameSync(`${copy}/model/a`, `${copy}/x`)
  renameSync(`${copy}/model/b`, `${copy}/model/a`)
  renameSync(`${copy}/x`, `${copy}/model/b`)
}

function linkFile(copy: string): void {
  renameSync(`${copy}/model/a`, `${copy}/../a`)
  symlinkSync(`${copy}/../a`, `${copy}/model/a`)
}

function linkDirectory(copy: string): void {
  renameSync(`${copy}/model`, `${copy}/../model`)
  symlinkSync(`${copy}/../model`, `${copy}/model`)
}

function linkManifest(copy: string): void {
  renameSync(`${copy}/MANIFEST.json`, `${copy}/../MANIFEST.json`)
  symlinkSync(`${copy}/../MANIFEST.json`, `${copy}/MANIFEST.json`)
}

function replaceByDirectory(copy: string): void {
  rmSync(`${copy}/model/a`)
  mkdirSync(`${copy}/model/a`)
  writeFileSync(`${copy}/model/a/x`, '')
}

function editManifest(copy: string): void {
  const text = readFileSync(`${copy}/MANIFEST.json`, 'utf8')
  expect(readdirSync(copy)).toContain('golden.json')
  writeFileSync(`${copy}/MANIFEST.json`, text.replace('"length": 2', '"length": 3'))
}
