import { Code, ConnectError } from '@connectrpc/connect'
import { describe, expect, it } from 'vitest'
import { isTransient } from '../../src/spark/is-transient.ts'
import { defaultRetryPolicy, pauseMs } from '../../src/spark/retry-policy.ts'

describe('the pauses of retries', () => {
  it('grow fourfold from 50 ms to a minute, with chance from two seconds on', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 6, 14].map((retry) => pauseMs(defaultRetryPolicy, retry, 0.5))
    expect(pauses).toEqual([50, 200, 800, 3450, 13_050, 51_450, 60_250, 60_250])
  })

  it('end after fifteen, which bear ten minutes', () => {
    const pauses = Array.from({ length: 15 }, (_, retry) => pauseMs(defaultRetryPolicy, retry, 0) ?? 0)
    expect(pauses.reduce((sum, pause) => sum + pause)).toBeGreaterThan(600_000)
    expect(pauseMs(defaultRetryPolicy, 15, 0)).toBeNull()
  })
})

describe('a failure', () => {
  const ofServer = (message: string, code: Code) =>
    new ConnectError(message, code, { 'grpc-status': String(code) })

  const ofNode = (code: string) => {
    const cause = Object.assign(new Error(code), { code })
    return new ConnectError(code, Code.Internal, undefined, undefined, cause)
  }

  it.each([
    ['no connection', new ConnectError('connect ECONNREFUSED', Code.Unavailable), true],
    ['an overloaded server', ofServer('busy', Code.Unavailable), true],
    ['a broken connection', new ConnectError('read ECONNRESET', Code.Aborted), true],
    ['a stream that was reset', ofNode('ERR_HTTP2_STREAM_ERROR'), true],
    ['no way to the host', ofNode('EHOSTUNREACH'), true],
    ['a certificate that has expired', ofNode('CERT_HAS_EXPIRED'), false],
    [
      'a stream that another one took over',
      ofServer('[INVALID_CURSOR.DISCONNECTED] gone', Code.Internal),
      true,
    ],
    ['an error of the query', ofServer('[DIVIDE_BY_ZERO] zero', Code.Internal), false],
    ['a wrong token', ofServer('no', Code.Unauthenticated), false],
    ['an abort that the server speaks of', ofServer('aborted', Code.Aborted), false],
    ['anything else', new Error('what'), false],
  ])('is transient or not: %s', (_, cause, expected) => {
    expect(isTransient(cause)).toBe(expected)
  })
})
