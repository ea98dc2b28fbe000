import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findToken } from '../../src/hdfs/find-token.ts'
import { parseCredentials } from '../../src/hdfs/parse-credentials.ts'
import { credentialsFiles, urlStrings } from './credentials-file.ts'

const writable = Buffer.from(credentialsFiles.writable, 'base64')
const folder = mkdtempSync(join(tmpdir(), 'freeflow-token-'))
/** A text or bytes of at most 127, as Hadoop writes them. */
const text = (content: string) => String.fromCharCode(content.length) + content
const tokenFile = join(folder, 'tokens')
writeFileSync(tokenFile, writable)
afterAll(() => rmSync(folder, { recursive: true }))

describe('parseCredentials', () => {
  it('gives every token as Hadoop encodes it', () => {
    const tokens = parseCredentials(writable, 'f')
    expect(Object.fromEntries(tokens.map(({ service, url }) => [service, url]))).toEqual(urlStrings)
    expect(tokens.map(({ kind }) => kind).sort()).toEqual([
      'HDFS_DELEGATION_TOKEN',
      'HDFS_DELEGATION_TOKEN',
      'WEBHDFS delegation',
      'YARN_AM_RM_TOKEN',
    ])
  })

  it('refuses other formats', () => {
    for (const bytes of [
      Buffer.from(credentialsFiles.protobuf, 'base64'),
      Buffer.alloc(0),
      Buffer.from('HDTS'),
    ])
      expect(() => parseCredentials(bytes, 'f')).toThrow(
        /^f: must be a token file of Hadoop, HDTS in version 0/,
      )
  })

  it('refuses a file cut anywhere before the end of its tokens', () => {
    const numTokenBytes = writable.length - 6 // one secret key: count, alias, value
    for (let end = 5; end < numTokenBytes; end++)
      expect(() => parseCredentials(writable.subarray(0, end), 'f'), `${end}`).toThrow(
        /^f: a token file that ends/,
      )
    expect(parseCredentials(writable.subarray(0, numTokenBytes), 'f')).toHaveLength(4)
  })

  it('refuses lengths that are none', () => {
    for (const length of [0x80, 0x87, 0x88, 0x8b])
      expect(() => parseCredentials(Buffer.from([0x48, 0x44, 0x54, 0x53, 0, 1, length]), 'f')).toThrow(
        /negative length/,
      )
    expect(() => parseCredentials(Buffer.from('HDTS\0\x8c\xff\xff\xff\xff', 'latin1'), 'f')).toThrow(
      /ends after 10/,
    )
  })
})

describe('findToken', () => {
  const find = (authority: string, url: string) =>
    findToken({ tokenFile }, { authority, urls: [`${url}/webhdfs/v1`], hint: '' })

  it.each([
    ['traffic', 'http://nn:9870', 'ha-hdfs:traffic'],
    ['localhost:8020', 'http://localhost:9870', '127.0.0.1:8020'],
    ['127.0.0.1:27998', 'http://127.0.0.1:28788', '127.0.0.1:8020'],
    ['10.9.8.7:9870', 'http://10.9.8.7:9870', '10.9.8.7:9870'],
    ['x', 'http://10.9.8.7:9870', '10.9.8.7:9870'],
  ] as const)('takes the token for %s at %s', async (authority, url, service) => {
    expect(await find(authority, url)).toBe(urlStrings[service])
  })

  it('takes tokens of HDFS alone, and of one host that with a port in common', async () => {
    const ofHost = join(folder, 'of-host')
    const tokens = [
      ['MAPREDUCE_DELEGATION_TOKEN', '10.0.0.5:9000'],
      ['HDFS_DELEGATION_TOKEN', '10.0.0.5:8021'],
      ['HDFS_DELEGATION_TOKEN', '10.0.0.5:9000'],
    ].map(
      ([kind, service], index) => text('alias') + text(`id${index}`) + text('') + text(kind) + text(service),
    )
    writeFileSync(ofHost, `HDTS\0\x03${tokens.join('')}`)
    const idOf = async (authority: string) => {
      const nameNodes = { authority, urls: ['http://10.0.0.5:9870/webhdfs/v1'], hint: '' }
      const token = await findToken({ tokenFile: ofHost }, nameNodes)
      return Buffer.from(token ?? '', 'base64url').toString('latin1', 1, 4)
    }
    expect(await idOf('10.0.0.5:9000')).toBe('id2')
    expect(await idOf('10.0.0.5:8021')).toBe('id1')
    expect(await idOf('10.0.0.5:9999')).toBe('id1')
  })

  it('takes none that is for others', async () => {
    expect(await find('archive', 'http://10.9.8.8:9870')).toBeNull()
    expect(await find('ærø', 'http://10.9.8.8:9870')).toBeNull()
    expect(await findToken({}, { authority: 'traffic', urls: ['http://nn/webhdfs/v1'], hint: '' })).toBeNull()
  })

  it('takes the given token first, and never shows one', async () => {
    const nameNodes = { authority: 'traffic', urls: ['http://nn/webhdfs/v1'], hint: '' }
    expect(await findToken({ token: ' SEC-ret_1\n', tokenFile }, nameNodes)).toBe('SEC-ret_1')
    for (const token of ['SECret&op=DELETE', 'SEC ret', 'SECret\r\nHost: x', ' ']) {
      const refusal = await findToken({ token }, nameNodes).catch((error) => error)
      expect(refusal).toMatchObject({
        code: 'usage',
        message: expect.stringMatching(/^FREEFLOW_HDFS_TOKEN must/),
      })
      expect(`${refusal.message} ${refusal.hint}`).not.toContain('SEC')
    }
  })

  it('names a file that is not there', async () => {
    const nameNodes = { authority: 'traffic', urls: ['http://nn/webhdfs/v1'], hint: '' }
    const found = findToken({ tokenFile: join(folder, 'absent') }, nameNodes)
    await expect(found).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('absent') })
  })
})
