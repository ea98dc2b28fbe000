import { describe, expect, it } from 'vitest'
import { parseHadoopXml } from '../../src/hdfs/parse-hadoop-xml.ts'

const parse = (inside: string) => parseHadoopXml(`<configuration>${inside}</configuration>`, 'core-site.xml')

describe('parseHadoopXml', () => {
  it.each([
    ['<property><name>a</name><value>1</value></property>', [['a', '1', false]]],
    ['<property><value>1</value><name>a</name><final>true</final></property>', [['a', '1', true]]],
    ['<property name="a" value="1" final="true"/>', [['a', '1', true]]],
    ['<property><name> a\n</name><value>\n b c </value></property>', [['a', 'b c', false]]],
    [
      '<property><name>a</name><value>x&amp;y<![CDATA[<z>]]>&#x41;</value></property>',
      [['a', 'x&y<z>A', false]],
    ],
    ['<property><name>a</name><value>x<!-- no -->y</value></property>', [['a', 'xy', false]]],
    ['<property><name>a</name><value></value></property>', [['a', '', false]]],
    ['<property><name>a</name></property><property><value>1</value></property>', []],
    ['<property><name>a</name><value>1</value><source>s</source></property>text', [['a', '1', false]]],
    ['', []],
  ])('reads %s', (inside, expected) => {
    expect(parse(inside)).toEqual(
      expected.map(([name, value, isFinal]) => ({ kind: 'property', name, value, isFinal })),
    )
  })

  it('names includes in their place', () => {
    const entries = parse(
      '<property name="a" value="1"/><xi:include href="b.xml"/><property name="c" value="2"/>',
    )
    expect(entries.map((entry) => (entry.kind === 'include' ? entry.href : entry.name))).toEqual([
      'a',
      'b.xml',
      'c',
    ])
  })

  it.each([
    ['', /^core-site\.xml:1:\d+: /],
    ['hello', /^core-site\.xml:1:\d+: /],
    ['<configuration>\n<property>\n</configuration>', /^core-site\.xml:3:\d+: unexpected close tag/],
    ['<configuration>', /^core-site\.xml:1:\d+: unclosed tag: configuration/],
    ['<configuration><property name=a/></configuration>', /^core-site\.xml:1:\d+: unquoted attribute/],
    ['<html></html>', /the root must be <configuration>, got <html>/],
    ['<configuration>&file;</configuration>', /undefined entity/],
    ['<configuration></configuration><configuration></configuration>', /^core-site\.xml:1:\d+: /],
  ])('refuses %s', (text, message) => {
    expect(() => parseHadoopXml(text, 'core-site.xml')).toThrow(expect.objectContaining({ code: 'usage' }))
    expect(() => parseHadoopXml(text, 'core-site.xml')).toThrow(message)
  })

  it('expands no declared entity, neither of files nor of entities', () => {
    const declared =
      '<!DOCTYPE c [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY l "lol"><!ENTITY m "&l;&l;&l;">]>'
    for (const name of ['f', 'm']) {
      const text = `${declared}<configuration><property><name>a</name><value>&${name};</value></property></configuration>`
      expect(() => parseHadoopXml(text, 'core-site.xml')).toThrow(/undefined entity/)
    }
    expect(parseHadoopXml(`${declared}<configuration/>`, 'core-site.xml')).toEqual([])
  })
})
