import { describe, expect, it } from 'vitest'
import { FreeflowError } from '../../src/errors.ts'
import { parseConnectUrl } from '../../src/spark/connect-url.ts'

const bare = {
  host: 'spark',
  port: 15002,
  useSsl: false,
  token: undefined,
  userId: undefined,
  sessionId: undefined,
  userAgent: undefined,
  headers: {},
}
const sessionId = '00112233-4455-6677-8899-aabbccddeeff'

describe('a Connect URL', () => {
  it.each([
    ['sc://spark', bare],
    ['sc://spark/', bare],
    ['sc://spark:443', { ...bare, port: 443 }],
    ['sc://10.0.0.7:15003/', { ...bare, host: '10.0.0.7', port: 15003 }],
    ['sc://[::1]:15003/;', { ...bare, host: '[::1]', port: 15003 }],
    ['sc://spark/;use_ssl=true;user_id=ann', { ...bare, useSsl: true, userId: 'ann' }],
    [`sc://spark/;session_id=${sessionId};user_agent=me`, { ...bare, sessionId, userAgent: 'me' }],
    ['sc://spark/;x-tenant=a%20b', { ...bare, headers: { 'x-tenant': 'a b' } }],
  ])('is read: %s', (url, target) => {
    expect(parseConnectUrl(url)).toEqual(target)
  })

  it.each([
    ['sc://127.0.0.1/;token=t', false],
    ['sc://localhost/;token=t', false],
    ['sc://[::1]/;token=t', false],
    ['sc://spark/;token=t', true],
    ['sc://127.0.0.1.evil.example/;token=t', true],
    ['sc://spark/;token=t;use_ssl=false', false],
  ])('sends a token that leaves the machine only encrypted, or if told otherwise: %s', (url, useSsl) => {
    expect(parseConnectUrl(url)).toMatchObject({ token: 't', useSsl })
  })

  it('keeps a token with percent signs and equals signs', () => {
    expect(parseConnectUrl('sc://spark/;token=a%3Bb=c==').token).toBe('a;b=c==')
  })

  it.each([
    ['http://spark', 'remote: must be'],
    ['sc://', 'sc://: must be'],
    ['sc://spark:0', 'the port must be in [1, 65535], got 0'],
    ['sc://spark:70000', 'the port must be in [1, 65535], got 70000'],
    ['sc://spark:x', 'sc://spark:x: must be'],
    ['sc://spark/path', 'sc://spark: must be'],
    ['sc://spark/;token', 'each part must be key=value'],
    ['sc://spark/;token=', 'each part must be key=value'],
    ['sc://spark/;use_ssl=yes', 'use_ssl must be true or false, got yes'],
    ['sc://spark/;session_id=7', 'session_id must be a UUID, got 7'],
    ['sc://spark/;user_id=a;user_id=b', 'user_id is given twice'],
    ['sc://spark/;token=%zz', 'the value of token has a %'],
  ])('of another form is refused: %s', (url, message) => {
    expect(() => parseConnectUrl(url)).toThrow(FreeflowError)
    expect(() => parseConnectUrl(url)).toThrow(message)
  })

  it('is never repeated with its secret', () => {
    for (const url of [
      'sc://spark/path;token=secret',
      'sc://spark/;token=secret;use_ssl=1',
      'http://x/;token=secret',
    ]) {
      expect(() => parseConnectUrl(url)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('secret') }),
      )
    }
  })
})
