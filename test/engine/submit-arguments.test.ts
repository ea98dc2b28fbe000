import { describe, expect, it } from 'vitest'
import { submitArguments } from '../../src/engine/spark/submit-arguments.ts'

const place = { port: 7000, folder: '/work/spark-1' }
const settingsOf = (given: readonly string[]) =>
  given.flatMap((text, at) => (given[at - 1] === '--conf' ? [text] : []))

describe('submitArguments', () => {
  it('passes the flags that were asked for', () => {
    const flags = { executorMemory: '4G', driverMemory: '2G', totalExecutorCores: 4 }
    const given = submitArguments({ master: 'spark://spark-master:7077', ...flags }, place).join(' ')
    expect(given).toContain(
      '--master spark://spark-master:7077 --executor-memory 4G --driver-memory 2G --total-executor-cores 4 --conf',
    )
    expect(given.endsWith(' spark-internal')).toBe(true)
  })

  it('lets executors elsewhere reach the driver, but nobody else the server', () => {
    const local = settingsOf(submitArguments({ master: 'local[2]' }, place))
    const cluster = settingsOf(submitArguments({ master: 'yarn' }, place))
    expect(local).toContain('spark.driver.host=127.0.0.1')
    expect(cluster.filter((text) => text.startsWith('spark.driver.host'))).toEqual([])
    for (const settings of [local, cluster])
      expect(settings).toContain('spark.connect.grpc.binding.address=127.0.0.1')
  })

  it('keeps a folder whose name has spaces, quotes and backslashes one Java option', () => {
    const settings = settingsOf(submitArguments({}, { port: 7000, folder: '/my "old" work\\1' }))
    expect(settings).toContain(
      'spark.driver.defaultJavaOptions="-Djava.io.tmpdir=/my \\"old\\" work\\\\1/tmp"',
    )
  })

  it('puts the settings of the user over ours, but not over where the server listens', () => {
    const conf = { 'spark.local.dir': '/fast', 'spark.connect.grpc.binding.address': '0.0.0.0' }
    const settings = settingsOf(submitArguments({ conf }, place))
    expect(settings.filter((text) => text.startsWith('spark.local.dir'))).toEqual(['spark.local.dir=/fast'])
    expect(settings.filter((text) => text.includes('binding.address'))).toEqual([
      'spark.connect.grpc.binding.address=127.0.0.1',
    ])
  })
})
