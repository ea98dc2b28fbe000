import type { SparkOptions } from './spark-options.ts'

/** Where the server is to listen, and where it may put its own files. */
interface ServerPlace {
  readonly port: number
  readonly folder: string
}

/**
 * Gives the arguments of spark-submit for a Connect server on the loopback interface.
 *
 * Of one setting the last counts, so that those of the user go over ours.
 */
export function submitArguments(
  options: Pick<SparkOptions, 'master' | 'executorMemory' | 'driverMemory' | 'totalExecutorCores' | 'conf'>,
  { port, folder }: ServerPlace,
): string[] {
  const { master = 'local[*]', executorMemory, driverMemory, totalExecutorCores, conf } = options
  const isLocal = master.startsWith('local')
  const settings = {
    'spark.local.dir': `${folder}/local`,
    'spark.sql.warehouse.dir': `file:${folder}/warehouse`,
    'spark.driver.defaultJavaOptions': quoted(`-Djava.io.tmpdir=${folder}/tmp`),
    ...(isLocal ? localSettings : {}),
    ...conf,
    // last: without these it could not be reached, or could be by others
    'spark.connect.grpc.binding.address': '127.0.0.1',
    'spark.connect.grpc.binding.port': String(port),
  }
  return [
    ...['--class', 'org.apache.spark.sql.connect.service.SparkConnectServer'],
    ...['--master', master],
    ...flag('--executor-memory', executorMemory),
    ...flag('--driver-memory', driverMemory),
    ...flag('--total-executor-cores', totalExecutorCores),
    ...Object.entries(settings).flatMap(([name, value]) => ['--conf', `${name}=${value}`]),
    'spark-internal',
  ]
}

/** Of a driver that is the whole cluster. */
const localSettings = {
  'spark.driver.host': '127.0.0.1',
  'spark.driver.bindAddress': '127.0.0.1',
  'spark.ui.enabled': 'false',
}

/** Makes one Java option of a text, whatever spaces are in it. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [name, String(value)]
}
