import { expect, it } from 'vitest'
import { redactUrl } from '../../src/hdfs/redact-url.ts'

it.each([
  [
    'http://nn/webhdfs/v1/a?op=OPEN&delegation=SEC-ret_1&offset=0',
    'http://nn/webhdfs/v1/a?op=OPEN&delegation=***&offset=0',
  ],
  ['?token=SECret', '?token=***'],
  ['?DELEGATION=SECret#x', '?DELEGATION=***#x'],
  ['?a=1&x=%26delegation%3DSECret&b=2', '?a=1&x=%26delegation%3D***&b=2'],
  [
    'GET http://nn/a?token=SECret failed, then "http://dn/?delegation=SECret"',
    'GET http://nn/a?token=*** failed, then "http://dn/?delegation=***"',
  ],
  ['http://ada:SECret@nn:9870/a', 'http://***@nn:9870/a'],
  ['http://nn/a@b', 'http://nn/a@b'],
  ['http://nn/a?op=OPEN', 'http://nn/a?op=OPEN'],
])('%s', (text, expected) => {
  expect(redactUrl(text)).toBe(expected)
})
