import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './measure.mjs'

const scripts = join(import.meta.dirname, '../../scripts')

/** Gives the HDFS that the environment names, or starts one; `ask` sends a request by curl. */
export function openServer() {
  const given = process.env.FREEFLOW_WEBHDFS_URL
  const { url, stop } = given ? { url: given, stop: () => {} } : start()
  const user = process.env.HADOOP_USER_NAME ?? 'hdfs'
  const ask = (method, path, op, params = '') =>
    run('curl', ['-sf', '-X', method, `${url}${path}?op=${op}&user.name=${user}${params}`])
  const beans = run('curl', [
    '-sf',
    `${new URL(url).origin}/jmx?qry=Hadoop:service=NameNode,name=NameNodeInfo`,
  ])
  return { url, user, ask, stop, version: `Hadoop ${JSON.parse(beans).beans[0].SoftwareVersion}` }
}

function start() {
  const state = mkdtempSync(join(tmpdir(), 'freeflow-hdfs-'))
  const printed = run(join(scripts, 'hdfs-up'), [state, '--while', `${process.pid}`])
  const stop = () => {
    run(join(scripts, 'hdfs-down'), [state])
    rmSync(state, { recursive: true, force: true })
  }
  return { url: /^WEBHDFS_URL=(.*)$/m.exec(printed)[1], stop }
}
