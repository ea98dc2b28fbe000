import { describe, expect, it } from 'vitest'
import { datanodeRules } from '../../src/hdfs/datanode-rules.ts'

describe('--datanode-map', () => {
  it('maps hosts and hosts with ports', () => {
    const { outerByInner } = datanodeRules({ datanodeMap: 'DN1=localhost, 10.0.0.7:9864=[::1]:19864' })
    expect([...outerByInner]).toEqual([
      ['dn1', { host: 'localhost', port: null }],
      ['10.0.0.7:9864', { host: '[::1]', port: 19864 }],
    ])
  })

  it.each(['', 'dn1', 'dn1=', '=x', 'a=b=c', 'a=b,', 'a=http://b', 'a:0=b', 'a=b;c=d'])(
    'refuses %j',
    (datanodeMap) => {
      expect(() => datanodeRules({ datanodeMap })).toThrow(/--datanode-map must be inner=outer/)
    },
  )

  it('refuses a host twice, also in other letters', () => {
    expect(() => datanodeRules({ datanodeMap: 'dn1=a,DN1=b' })).toThrow(/each host once, got dn1 twice/)
    expect(datanodeRules({ datanodeMap: 'dn1=a,dn1:9864=b' }).outerByInner.size).toBe(2)
  })
})

describe('--datanode-hosts', () => {
  it.each([
    [
      '*.example.com',
      ['dn1.example.com', 'a.b.example.com'],
      ['example.com', 'dn1.example.org', 'evilexample.com', 'dn1.example.com.evil.org', 'x-example.com'],
    ],
    ['DN1.example.com.', ['dn1.example.com'], ['dn2.example.com', 'dn1xexample.com']],
    ['dn*', ['dn1', 'dn'], ['dn1.evil.org', 'xdn1']],
    ['dn*.example.com', ['dn7.example.com'], ['dn7.x.example.com']],
    ['10.1.*.*', ['10.1.2.3'], ['10.2.2.3', '10.1.2', '110.1.2.3']],
    ['0x0a.1', ['10.0.0.1'], ['0x0a.1']],
    ['[FD00::1]', ['[fd00::1]'], ['[fd00::2]', 'f']],
    ['*', ['any.host', '10.0.0.1', '[::1]'], []],
    ['a,b', ['a', 'b'], ['a,b', 'ab']],
  ])('%s', (datanodeHosts, matching, others) => {
    const { patterns } = datanodeRules({ datanodeHosts })
    const isAllowed = (host: string) => patterns.some((pattern) => pattern.test(host))
    expect(matching.filter((host) => !isAllowed(host))).toEqual([])
    expect(others.filter(isAllowed)).toEqual([])
  })

  it.each(['', 'a,', 'a:80', 'http://a', '*.example.com:1', 'a b', '..', '::1', '(a+)+', 'a|b'])(
    'refuses %j',
    (datanodeHosts) => {
      expect(() => datanodeRules({ datanodeHosts })).toThrow(/--datanode-hosts must be hosts such as/)
    },
  )
})

it('has no rules where nothing is said', () => {
  expect(datanodeRules({})).toEqual({ outerByInner: new Map(), patterns: [] })
})
