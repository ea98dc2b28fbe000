import { describe, expect, it } from 'vitest'
import { datanodeRules } from '../../src/hdfs/datanode-rules.ts'
import { redirectTarget } from '../../src/hdfs/redirect-target.ts'

const nameNode = 'http://nn1.example.com:9870/webhdfs/v1'
const query = '/webhdfs/v1/a%20b?op=CREATE&delegation=SECret&namenoderpcaddress=nn:8020'

function follow(location: string, from: string | readonly string[] = nameNode, rules = {}) {
  return redirectTarget(location, [from].flat(), datanodeRules(rules)).href
}

describe('redirectTarget', () => {
  it.each([
    // name node, DataNode
    [nameNode, 'http://dn1.example.com:9864'],
    [nameNode, 'http://dn1.rack2.example.com:9864'],
    [nameNode, 'http://NN1.Example.COM.:14000'],
    [nameNode, 'https://dn1.example.com:9865'],
    ['http://namenode:9870', 'http://f3a9b2c1d0e4:9864'],
    ['http://nn.local:9870', 'http://nn.local:9864'],
    ['http://localhost:9870', 'http://127.0.0.1:9864'],
    ['http://127.0.0.1:9870', 'http://[::1]:9864'],
    ['http://localhost:9870', 'http://0.0.0.0:9864'],
    ['http://localhost:9870', 'http://[::]:9864'],
    ['http://10.0.0.5:9870', 'http://10.0.0.77:9864'],
    ['http://10.0.0.5:9870', 'http://[::ffff:10.0.0.77]:9864'],
    ['http://[fd00:1:2:3::5]:9870', 'http://[fd00:1:2:3:ffff::1]:9864'],
    ['https://nn.example.com:9871', 'https://dn.example.com:9865'],
  ])('from %s goes to %s', (from, to) => {
    expect(follow(`${to}${query}`, `${from}/webhdfs/v1`)).toBe(new URL(`${to}${query}`).href)
  })

  it.each([
    [nameNode, 'http://169.254.169.254/latest/meta-data/', '169.254.169.254'],
    [nameNode, 'http://dn1.example.org:9864/', 'dn1.example.org:9864'],
    [nameNode, 'http://example.com/', 'example.com'],
    [nameNode, 'http://nn1.example.com.evil.org/', 'nn1.example.com.evil.org'],
    [nameNode, 'http://evilexample.com/', 'evilexample.com'],
    [nameNode, 'http://dn1:9864/', 'dn1:9864'],
    [nameNode, 'http://localhost:22/', 'localhost:22'],
    [nameNode, 'http://127.0.0.1:6379/', '127.0.0.1:6379'],
    [nameNode, 'http://0/', '0.0.0.0'],
    [nameNode, 'http://[::]:80/', '[::]'],
    [nameNode, 'http://0x7f000001/', '127.0.0.1'],
    [nameNode, 'http://[::ffff:127.0.0.1]:9864/', '[::ffff:7f00:1]:9864'],
    [nameNode, '//evil.org/x', 'evil.org'],
    ['http://nn.local:9870', 'http://dn.local:9864/', 'dn.local:9864'],
    ['http://localhost:9870', 'http://dn1:9864/', 'dn1:9864'],
    ['http://localhost:9870', 'http://10.0.0.5:9864/', '10.0.0.5:9864'],
    ['http://namenode:9870', 'http://localhost:9864/', 'localhost:9864'],
    ['http://namenode:9870', 'http://dn.example.com/', 'dn.example.com'],
    ['http://10.0.0.5:9870', 'http://10.0.1.5:9864/', '10.0.1.5:9864'],
    ['http://10.0.0.5:9870', 'http://dn1:9864/', 'dn1:9864'],
    ['http://169.254.0.5:9870', 'http://169.254.169.254/', '169.254.169.254'],
    ['http://[fd00:1:2:3::5]:9870', 'http://[fd00:1:2:4::5]/', '[fd00:1:2:4::5]'],
  ])('from %s does not go to %s', (from, to, host) => {
    const message = `${new URL(from).host} sent us to ${host}, not a known DataNode`
    const hint = expect.stringMatching(/--datanode-hosts .* --datanode-map /)
    expect(() => follow(to, from)).toThrow(expect.objectContaining({ code: 'storage', message, hint }))
  })

  it.each([
    'file:///etc/passwd',
    'ftp://dn1.example.com/x',
    'javascript:alert(1)',
    'http://',
    'http://nn1.example.com@evil.org/',
    'http://user@dn1.example.com/',
    'http://:pw@dn1.example.com/',
    'http://dn1.example.com:99999/',
  ])('does not follow %s', (location) => {
    expect(() => follow(location)).toThrow(expect.objectContaining({ code: 'storage' }))
    expect(() => follow(location)).toThrow(/^nn1.example.com:9870 sent us to what is no DataNode/)
  })

  it('keeps path and query, and counts a relative location from the NameNode', () => {
    expect(follow(`/webhdfs/v1/x?op=OPEN`)).toBe('http://nn1.example.com:9870/webhdfs/v1/x?op=OPEN')
    expect(follow(`http://dn1.example.com:9864${query}`)).toBe(`http://dn1.example.com:9864${query}`)
  })

  it('takes a host near any of the NameNodes', () => {
    expect(follow('http://10.0.0.9/', [nameNode, 'http://10.0.0.5:9870'])).toBe('http://10.0.0.9/')
  })

  it('leaves https only for hosts that the flags name', () => {
    const from = 'https://nn.example.com:9871'
    const to = 'http://dn.example.com:9864/'
    expect(() => follow(to, from)).toThrow(
      /^nn.example.com:9871 sent us from https to http:\/\/dn.example.com:9864$/,
    )
    expect(follow(to, from, { datanodeHosts: 'dn.example.com' })).toBe(to)
    expect(follow(to, from, { datanodeMap: 'dn.example.com=dn' })).toBe('http://dn:9864/')
  })

  it.each([
    ['dn1=localhost', 'http://dn1:9864/x?a=b', 'http://localhost:9864/x?a=b'],
    ['dn1=localhost', 'http://DN1.:9864/', 'http://localhost:9864/'],
    ['dn1=localhost:19864', 'http://dn1:9864/', 'http://localhost:19864/'],
    ['dn1:9864=localhost:1,dn1=localhost:2', 'http://dn1:9864/', 'http://localhost:1/'],
    ['dn1:9864=localhost:1,dn1=localhost:2', 'http://dn1:9999/', 'http://localhost:2/'],
    ['dn1:80=localhost:1', 'http://dn1/', 'http://localhost:1/'],
    ['dn1:443=localhost:1', 'https://dn1/', 'https://localhost:1/'],
    ['dn1=[::1]:443', 'https://dn1:9865/', 'https://[::1]/'],
  ])('maps by %s', (datanodeMap, location, expected) => {
    expect(follow(location, nameNode, { datanodeMap })).toBe(expected)
  })

  it('maps no other port, and once only', () => {
    expect(() => follow('http://dn1:9999/', nameNode, { datanodeMap: 'dn1:9864=x' })).toThrow(
      /not a known DataNode/,
    )
    expect(follow('http://a/', nameNode, { datanodeMap: 'a=b,b=c' })).toBe('http://b/')
  })

  it('allows what --datanode-hosts matches, after the mapping', () => {
    expect(follow('http://dn1.other.org:9864/', nameNode, { datanodeHosts: 'x,*.other.org' })).toBe(
      'http://dn1.other.org:9864/',
    )
    expect(() => follow('http://other.org/', nameNode, { datanodeHosts: '*.other.org' })).toThrow(
      /not a known/,
    )
  })

  it('shows no token', () => {
    expect(() => follow(`ftp://dn1${query}`)).toThrow(/delegation=\*\*\*&namenoderpcaddress/)
    expect(() => follow(`http://evil.org${query}`)).toThrow(/evil\.org, not a known/)
  })
})
