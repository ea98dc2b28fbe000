import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { parseHdfsUri } from '../../src/hdfs/hdfs-uri.ts'
import { locateNameNodes } from '../../src/hdfs/locate-namenodes.ts'
import { readHadoopConf } from '../../src/hdfs/read-hadoop-conf.ts'

const haDir = fileURLToPath(new URL('conf-ha', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'freeflow-conf-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes files into a directory of their own and gives its path. */
function confDirOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const confDir = mkdtempSync(join(folder, 'c-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(confDir, name), content)
  return confDir
}

describe('readHadoopConf', () => {
  it('reads both files, includes, finals and variables', async () => {
    const conf = await readHadoopConf(haDir)
    expect(conf.get('fs.defaultFS')).toBe('hdfs://traffic')
    expect(conf.get('freeflow.domain')).toBe('example.com')
    expect(conf.get('dfs.namenode.rpc-address.traffic.nn1')).toBe('master1.example.com:8020')
    expect(conf.get('dfs.namenode.http-address.traffic.nn1')).toBe('master1.example.com:50070')
  })

  it('lets hdfs-site.xml go over core-site.xml, and does with either', async () => {
    const site = (value: string) => `<configuration><property name="a" value="${value}"/></configuration>`
    const both = confDirOf({ 'core-site.xml': `\ufeff${site('1')}`, 'hdfs-site.xml': site('2') })
    expect([...(await readHadoopConf(both))]).toEqual([['a', '2']])
    expect([...(await readHadoopConf(confDirOf({ 'core-site.xml': site('1') })))]).toEqual([['a', '1']])
    expect([...(await readHadoopConf(confDirOf({})))]).toEqual([])
  })

  it.each([
    [{ 'core-site.xml': '<configuration>' }, /^.*core-site\.xml:1:15: unclosed tag/],
    [{ 'hdfs-site.xml': Uint8Array.of(0x3c, 0xff) }, /hdfs-site\.xml: .*utf-8/],
    [
      { 'core-site.xml': '<configuration><include href="no.xml"/></configuration>' },
      /no such file to include: .*no\.xml/,
    ],
    [
      { 'core-site.xml': '<configuration><include href="http://evil.org/x"/></configuration>' },
      /must be a path, got "http:/,
    ],
    [{ 'core-site.xml': '<configuration><include href="core-site.xml"/></configuration>' }, /at most 8 deep/],
  ])('refuses %j', async (files: Readonly<Record<string, string | Uint8Array>>, message) => {
    const read = readHadoopConf(confDirOf(files))
    await expect(read).rejects.toMatchObject({ code: 'usage' })
    await expect(read).rejects.toThrow(message)
  })

  it('refuses a directory that is not there, or none', async () => {
    const file = join(confDirOf({ x: '' }), 'x')
    for (const confDir of [join(folder, 'absent'), file])
      await expect(readHadoopConf(confDir)).rejects.toThrow(`HADOOP_CONF_DIR: ${confDir}: no such directory`)
  })
})

describe('locateNameNodes', () => {
  it('finds both NameNodes of the nameservice', async () => {
    for (const uri of ['hdfs:///p', 'hdfs://traffic/p'])
      expect(await locateNameNodes(parseHdfsUri(uri), { confDir: haDir })).toMatchObject({
        authority: 'traffic',
        urls: ['http://master1.example.com:50070/webhdfs/v1', 'http://master2.example.com:50070/webhdfs/v1'],
      })
  })

  it('reads no configuration where the flag says all', async () => {
    const options = { confDir: join(folder, 'absent'), webhdfsUrl: 'http://nn:1' }
    const { urls } = await locateNameNodes(parseHdfsUri('hdfs://traffic/p'), options)
    expect(urls).toEqual(['http://nn:1/webhdfs/v1'])
    await expect(locateNameNodes(parseHdfsUri('hdfs:///p'), options)).rejects.toThrow(/no such directory/)
  })

  it('does without HADOOP_CONF_DIR', async () => {
    const { urls } = await locateNameNodes(parseHdfsUri('hdfs://nn:9000/p'), {})
    expect(urls).toEqual(['http://nn:9870/webhdfs/v1'])
  })
})
