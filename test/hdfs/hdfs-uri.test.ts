import { describe, expect, it } from 'vitest'
import { isHdfsUri, parseHdfsUri } from '../../src/hdfs/hdfs-uri.ts'

describe('isHdfsUri', () => {
  it.each([
    ['hdfs://nn:9000/p', true],
    ['HDFS://nn/p', true],
    ['webhdfs://nn/p', true],
    ['swebhdfs://nn/p', true],
    ['hdfs:/p', true],
    ['shdfs://nn/p', false],
    ['file:///hdfs://p', false],
    ['/hdfs', false],
    ['./hdfs:', false],
  ])('%s: %s', (text, expected) => {
    expect(isHdfsUri(text)).toBe(expected)
  })
})

describe('parseHdfsUri', () => {
  it.each([
    ['hdfs://nn:9000/traffic-data/models/', 'hdfs', 'nn:9000', '/traffic-data/models'],
    ['HDFS://Cluster/a', 'hdfs', 'Cluster', '/a'],
    ['webhdfs://nn:9870/a', 'webhdfs', 'nn:9870', '/a'],
    ['swebhdfs://[fd00::1]:9871/a', 'swebhdfs', '[fd00::1]:9871', '/a'],
    ['hdfs:///a/b', 'hdfs', '', '/a/b'],
    ['hdfs:////a//b///', 'hdfs', '', '/a/b'],
    ['hdfs://nn', 'hdfs', 'nn', '/'],
    ['hdfs://cluster.1/', 'hdfs', 'cluster.1', '/'],
    ['hdfs://nn/a%20b%2Fc?d#e f', 'hdfs', 'nn', '/a%20b%2Fc?d#e f'],
    ['hdfs://nn/Ærø/日本/...', 'hdfs', 'nn', '/Ærø/日本/...'],
    ['hdfs://nn/year=2012/part\\0', 'hdfs', 'nn', '/year=2012/part\\0'],
    [`hdfs://nn/${'é'.repeat(127)}x`, 'hdfs', 'nn', `/${'é'.repeat(127)}x`],
  ])('%s', (text, scheme, authority, path) => {
    expect(parseHdfsUri(text)).toEqual({ scheme, authority, path })
  })

  it.each([
    ['file:///a', /must begin with hdfs/],
    ['hdfs:/a', /must begin with hdfs/],
    ['hdfs:a', /must begin with hdfs/],
    [' hdfs://nn/a', /must begin with hdfs/],
    ['hdfs://user@nn/a', /no user before it/],
    ['hdfs://nn:0/a', /must name host/],
    ['hdfs://nn:65536/a', /must name host/],
    ['hdfs://nn:/a', /must name host/],
    ['hdfs://n n/a', /must name host/],
    ['hdfs://nn?x=1', /must name host/],
    ['hdfs://nn\\evil/a', /must name host/],
    ['hdfs://fd00::1/a', /must name host/],
    ['hdfs://nn/a/./b', /must not be \. or \.\., got "\."/],
    ['hdfs://nn/a/../b', /must not be \. or \.\., got "\.\."/],
    ['hdfs://nn/a:b', /must not have a colon, got "a:b"/],
    ['hdfs://nn/a\0', /control characters, got "a\\u0000"/],
    ['hdfs://nn/a\nb', /control characters/],
    ['hdfs://nn/a\x7f', /control characters/],
    ['hdfs://nn/\ud800', /well-formed/],
    [`hdfs://nn/${'é'.repeat(128)}`, /at most 255 bytes/],
  ])('refuses %j', (text, message) => {
    expect(() => parseHdfsUri(text)).toThrow(expect.objectContaining({ code: 'usage' }))
    expect(() => parseHdfsUri(text)).toThrow(message)
  })

  it('shows no password', () => {
    expect(() => parseHdfsUri('hdfs://ada:geheim@nn/a')).toThrow(/"hdfs:\/\/\*\*\*@nn\/a"/)
  })
})
