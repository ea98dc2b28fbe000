import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manifestText } from '../../src/store/manifest.ts'
import { isFileName, parseManifest } from '../../src/store/parse-manifest.ts'

const file = (name: string) => ({ name, length: 3, sha256: 'a'.repeat(64) })
const manifest = { publishId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', files: [file('a'), file('b/c')] }

describe('parseManifest', () => {
  it('reads what manifestText gives', () => {
    expect(parseManifest(manifestText(manifest))).toMatchObject(manifest)
  })
  it('finds every change of one bit', () => {
    const bytes = Buffer.from(manifestText(manifest))
    const unseen = []
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3] ^= 1 << (bit & 7)
      if (typeof parseManifest(flipped.toString()) !== 'string') unseen.push(bit)
    }
    expect(unseen).toEqual([])
  })
  it('finds every truncation', () => {
    const text = manifestText(manifest)
    const lengths = Array.from({ length: text.length }, (_, length) => length)
    expect(lengths.filter((length) => typeof parseManifest(text.slice(0, length)) !== 'string')).toEqual([])
  })
  it('refuses names that lead out, also under a hash that fits', () => {
    const text = manifestText({ ...manifest, files: [file('../../secret')] })
    expect(parseManifest(text)).toBe('lists a bad name "../../secret"')
  })
  it('refuses names that are listed twice or out of order', () => {
    const unsorted = manifestText({ ...manifest, files: [file('b'), file('a')] })
    expect(parseManifest(unsorted)).toBe('is not sorted by name')
    const twice = manifestText({ ...manifest, files: [file('a'), file('a')] })
    expect(parseManifest(twice)).toBe('is not sorted by name')
  })
  it.each([
    '',
    'null',
    '[]',
    '{"publishId":1,"files":[]}',
    '{"publishId":"x","files":[null]}',
    '{"files":{}}',
  ])('says that %j is none', (text) => expect(parseManifest(text)).toBe('is no manifest'))
})

describe('isFileName', () => {
  it.each([
    'a',
    '_SUCCESS',
    'stages/0_strIdx_1/data/part-00000-c000.snappy.parquet',
    'über/мир.json',
    '..a',
    '…',
  ])('takes %s', (name) => expect(isFileName(name)).toBe(true))
  it.each([
    '',
    '.',
    '..',
    '/etc/passwd',
    'a/../b',
    'a//b',
    'a/',
    './a',
    'a\\b',
    'a:b',
    '%2e%2e/a',
    'a\0b',
    'a\nb',
    '\ud800',
    'MANIFEST.json',
    'é'.repeat(128),
  ])('refuses %j', (name) => expect(isFileName(name)).toBe(false))
  it('never takes a name that leaves the directory', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', '', 'a', '%2e%2e', '\\')), (parts) => {
        const name = parts.join('/')
        fc.pre(isFileName(name))
        expect(new URL(name, 'file:///base/').pathname.startsWith('/base/')).toBe(true)
      }),
    )
  })
})
