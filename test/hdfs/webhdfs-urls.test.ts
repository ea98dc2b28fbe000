import { expect, it } from 'vitest'
import { parseWebhdfsUrls } from '../../src/hdfs/webhdfs-urls.ts'

it.each([
  ['http://nn:9870', ['http://nn:9870/webhdfs/v1']],
  ['http://nn:9870/webhdfs/v1/', ['http://nn:9870/webhdfs/v1']],
  ['HTTPS://NN:9871/webhdfs/v1', ['https://nn:9871/webhdfs/v1']],
  ['http://a:1, http://[::1]:2/', ['http://a:1/webhdfs/v1', 'http://[::1]:2/webhdfs/v1']],
  ['https://knox:8443/gateway/default', ['https://knox:8443/gateway/default/webhdfs/v1']],
])('reads %s', (text, urls) => {
  expect(parseWebhdfsUrls(text)).toEqual(urls)
})

it.each([
  '',
  'nn:9870',
  'hdfs://nn:9870',
  'http:nn',
  'http:///x',
  'http://',
  'http://a:1,',
  'http://nn?op=X',
  'http://nn#',
  'http://u@nn',
  'http://a:99999',
])('refuses %j', (text) => {
  const refusal = {
    code: 'usage',
    message: expect.stringContaining('--webhdfs-url must be http(s)://host:port, got'),
  }
  expect(() => parseWebhdfsUrls(text)).toThrow(expect.objectContaining(refusal))
})

it('shows neither token nor password', () => {
  const message = (text: string) => {
    try {
      parseWebhdfsUrls(text)
    } catch (error) {
      return String(error)
    }
    return ''
  }
  expect(message('http://nn:9870?delegation=SECret')).toContain('delegation=***')
  expect(message('http://ada:SECret@nn:9870')).toContain('http://***@nn:9870')
})
