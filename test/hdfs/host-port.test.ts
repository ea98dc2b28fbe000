import { expect, it } from 'vitest'
import { hostOfUrl, parseHostPort, portOfUrl } from '../../src/hdfs/host-port.ts'

it.each([
  ['nn', 'nn', null],
  ['NN.Example.COM.:9870', 'nn.example.com', 9870],
  ['name_node:1', 'name_node', 1],
  ['10.0.0.7:65535', '10.0.0.7', 65535],
  ['0x7f.1', '127.0.0.1', null],
  ['2130706433:80', '127.0.0.1', 80],
  ['[::1]', '[::1]', null],
  ['[FD00:0::1]:9864', '[fd00::1]', 9864],
])('reads %s', (text, host, port) => {
  expect(parseHostPort(text)).toEqual({ host, port })
})

it.each([
  '',
  ':80',
  'nn:',
  'nn:0',
  'nn:65536',
  'nn:+1',
  'nn:80:80',
  'u@nn',
  'nn/x',
  'n n',
  '::1',
  '[nn]',
  '[]',
  '10.0.0.256',
  'é',
  'a%2eb',
  '..',
  'a..b',
  '.a',
])('refuses %j', (text) => {
  expect(parseHostPort(text)).toBeNull()
})

it('says host and port of a URL in the same way', () => {
  const url = new URL('https://DN1.Example.com./webhdfs')
  expect([hostOfUrl(url), portOfUrl(url)]).toEqual(['dn1.example.com', 443])
  expect(portOfUrl(new URL('http://dn'))).toBe(80)
  expect(portOfUrl(new URL('http://dn:9864'))).toBe(9864)
})
