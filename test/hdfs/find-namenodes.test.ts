import { describe, expect, it } from 'vitest'
import { findNameNodes } from '../../src/hdfs/find-namenodes.ts'
import type { HdfsOptions } from '../../src/hdfs/hdfs-options.ts'
import { parseHdfsUri } from '../../src/hdfs/hdfs-uri.ts'

/** Two NameNodes of one nameservice, and a second nameservice with one. */
const cluster = {
  'fs.defaultFS': 'hdfs://traffic',
  'dfs.nameservices': 'traffic, archive',
  'dfs.ha.namenodes.traffic': 'nn1,nn2',
  'dfs.namenode.rpc-address.traffic.nn1': 'master1.example.com:8020',
  'dfs.namenode.rpc-address.traffic.nn2': 'master2.example.com:8020',
  'dfs.namenode.http-address.traffic.nn1': 'master1.example.com:50070',
  'dfs.namenode.http-address.traffic.nn2': '0.0.0.0:50071',
  'dfs.namenode.https-address.traffic.nn1': 'master1.example.com:50470',
  'dfs.namenode.rpc-address.archive': 'old.example.com:9000',
  'dfs.namenode.http-address.archive': 'old.example.com:9870',
}
const single = {
  'fs.defaultFS': 'hdfs://namenode',
  'dfs.namenode.rpc-address': '10.0.0.5:9001',
  'dfs.namenode.http-address': '0.0.0.0:14000',
}

function find(uri: string, conf: Readonly<Record<string, string>> = {}, options: HdfsOptions = {}) {
  return findNameNodes(parseHdfsUri(uri), options, new Map(Object.entries(conf)))
}

describe('findNameNodes', () => {
  it.each([
    // no configuration
    ['hdfs://nn:9000/p', {}, 'nn:9000', ['http://nn:9870']],
    ['hdfs://nn:8020/p', {}, 'nn:8020', ['http://nn:9870']],
    ['hdfs://nn:27998/p', {}, 'nn:27998', ['http://nn:9870']],
    ['hdfs://nn.example.com/p', {}, 'nn.example.com', ['http://nn.example.com:9870']],
    ['hdfs://localhost/p', {}, 'localhost', ['http://localhost:9870']],
    ['hdfs://10.0.0.5/p', {}, '10.0.0.5', ['http://10.0.0.5:9870']],
    ['hdfs://[::1]/p', {}, '[::1]', ['http://[::1]:9870']],
    ['webhdfs://nn:14000/p', {}, 'nn:14000', ['http://nn:14000']],
    ['webhdfs://NN/p', {}, 'NN', ['http://nn:9870']],
    ['swebhdfs://nn/p', {}, 'nn', ['https://nn:9871']],
    ['swebhdfs://nn:1/p', {}, 'nn:1', ['https://nn:1']],
    ['hdfs://nn:9000/p', { 'dfs.http.policy': 'HTTPS_ONLY' }, 'nn:9000', ['https://nn:9871']],
    ['webhdfs://nn/p', { 'dfs.http.policy': 'HTTPS_ONLY' }, 'nn', ['http://nn:9870']],
    // nameservices
    [
      'hdfs://traffic/p',
      cluster,
      'traffic',
      ['http://master1.example.com:50070', 'http://master2.example.com:50071'],
    ],
    [
      'hdfs:///p',
      cluster,
      'traffic',
      ['http://master1.example.com:50070', 'http://master2.example.com:50071'],
    ],
    [
      'webhdfs://traffic/p',
      cluster,
      'traffic',
      ['http://master1.example.com:50070', 'http://master2.example.com:50071'],
    ],
    [
      'swebhdfs://traffic/p',
      cluster,
      'traffic',
      ['https://master1.example.com:50470', 'https://master2.example.com:9871'],
    ],
    [
      'hdfs://traffic/p',
      { ...cluster, 'dfs.http.policy': 'https_only' },
      'traffic',
      ['https://master1.example.com:50470', 'https://master2.example.com:9871'],
    ],
    [
      'hdfs://traffic/p',
      { ...cluster, 'dfs.http.policy': 'HTTP_AND_HTTPS' },
      'traffic',
      ['http://master1.example.com:50070', 'http://master2.example.com:50071'],
    ],
    ['hdfs://archive/p', cluster, 'archive', ['http://old.example.com:9870']],
    ['hdfs://one/p', { ...single, 'dfs.nameservices': 'one' }, 'one', ['http://10.0.0.5:14000']],
    // RPC addresses
    ['hdfs://master2.example.com/p', cluster, 'master2.example.com', ['http://master2.example.com:50071']],
    [
      'hdfs://MASTER1.example.com:8020/p',
      cluster,
      'MASTER1.example.com:8020',
      ['http://master1.example.com:50070'],
    ],
    [
      'hdfs://master1.example.com:9000/p',
      cluster,
      'master1.example.com:9000',
      ['http://master1.example.com:9870'],
    ],
    ['hdfs://old.example.com:9000/p', cluster, 'old.example.com:9000', ['http://old.example.com:9870']],
    ['hdfs://10.0.0.5:9001/p', single, '10.0.0.5:9001', ['http://10.0.0.5:14000']],
    ['hdfs://namenode:8020/p', single, 'namenode:8020', ['http://namenode:14000']],
    ['hdfs://namenode/p', single, 'namenode', ['http://namenode:14000']],
    ['hdfs:///p', single, 'namenode', ['http://namenode:14000']],
    ['hdfs:///p', { 'fs.defaultFS': 'swebhdfs://gate:8443/' }, 'gate:8443', ['https://gate:8443']],
    ['webhdfs:///p', { 'fs.defaultFS': 'webhdfs://gate:8080' }, 'gate:8080', ['http://gate:8080']],
  ])('%s of %j', (uri, conf: Readonly<Record<string, string>>, authority, urls) => {
    const found = find(uri, conf)
    expect(found).toMatchObject({ authority, urls: urls.map((url) => `${url}/webhdfs/v1`) })
  })

  it('takes the flag before everything', () => {
    const options = { webhdfsUrl: 'http://a:1,http://b:2/webhdfs/v1' }
    const urls = ['http://a:1/webhdfs/v1', 'http://b:2/webhdfs/v1']
    expect(find('hdfs://traffic/p', cluster, options)).toMatchObject({ authority: 'traffic', urls })
    expect(find('hdfs://unknown/p', {}, options)).toMatchObject({ authority: 'unknown', urls })
    expect(find('swebhdfs://nn:9871/p', {}, options)).toMatchObject({ authority: 'nn:9871', urls })
    expect(find('hdfs:///p', cluster, options)).toMatchObject({ authority: 'traffic', urls })
    expect(find('hdfs:///p', {}, options)).toMatchObject({ authority: 'a:1', urls })
  })

  it('says how to name another address', () => {
    expect(find('hdfs://nn:9000/p').hint).toBe(
      '9870 is the usual port of WebHDFS: if it is another, give --webhdfs-url http://nn:PORT, or set HADOOP_CONF_DIR',
    )
    expect(find('hdfs://traffic/p', cluster, { confDir: '/etc/hadoop' }).hint).toBe(
      'check HADOOP_CONF_DIR /etc/hadoop, or give --webhdfs-url',
    )
  })

  it.each([
    ['hdfs://trafic/p', {}, {}, 'hdfs://trafic: no nameservice trafic, HADOOP_CONF_DIR (not set) names none'],
    [
      'hdfs://trafic/p',
      cluster,
      { confDir: '/c' },
      'hdfs://trafic: no nameservice trafic, HADOOP_CONF_DIR /c has traffic, archive',
    ],
    [
      'hdfs://cluster.1/p',
      {},
      {},
      'hdfs://cluster.1: no nameservice cluster.1, HADOOP_CONF_DIR (not set) names none',
    ],
    [
      'hdfs:///p',
      {},
      {},
      'hdfs:///p names no host, and HADOOP_CONF_DIR (not set) has no fs.defaultFS for it',
    ],
    [
      'hdfs:///p',
      { 'fs.defaultFS': 'file:///' },
      { confDir: '/c' },
      'hdfs:///p names no host, and HADOOP_CONF_DIR /c has no fs.defaultFS for it',
    ],
    [
      'swebhdfs:///p',
      cluster,
      { confDir: '/c' },
      'swebhdfs:///p names no host, and HADOOP_CONF_DIR /c has no fs.defaultFS for it',
    ],
    [
      'hdfs://x/p',
      { 'dfs.ha.namenodes.x': 'a' },
      {},
      'HADOOP_CONF_DIR: neither dfs.namenode.http-address.x.a nor dfs.namenode.rpc-address.x.a names a host',
    ],
    [
      'hdfs://x/p',
      { 'dfs.ha.namenodes.x': 'a', 'dfs.namenode.http-address.x.a': 'nn one' },
      {},
      'HADOOP_CONF_DIR: dfs.namenode.http-address.x.a must be host:port, got "nn one"',
    ],
  ])('refuses %s of %j', (uri, conf: Readonly<Record<string, string>>, options: HdfsOptions, message) => {
    expect(() => find(uri, conf, options)).toThrow(expect.objectContaining({ code: 'usage', message }))
  })

  it('points to the configuration where a nameservice is unknown', () => {
    const hint = expect.stringContaining('set HADOOP_CONF_DIR; if trafic is a host, give hdfs://trafic:8020')
    expect(() => find('hdfs://trafic/p')).toThrow(expect.objectContaining({ hint }))
  })
})
