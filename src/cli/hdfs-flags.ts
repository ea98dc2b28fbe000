import type { Command } from 'commander'
import type { SettingName } from '../config/settings.ts'
import { datanodeRules } from '../hdfs/datanode-rules.ts'
import { type HdfsOptions, hdfsOptionsFromEnvironment } from '../hdfs/hdfs-options.ts'
import { parseWebhdfsUrls } from '../hdfs/webhdfs-urls.ts'
import { msFromText } from '../ms-from-text.ts'
import { settingFlag } from './flags.ts'

/** What a verb with a place in HDFS may be told of it. */
export interface HdfsFlags {
  readonly webhdfsUrl?: string
  readonly datanodeMap?: string
  readonly datanodeHosts?: string
  readonly hdfsDeadline?: string
}

const places = ['--data', '--models', '--out']
const names: readonly SettingName[] = ['webhdfs-url', 'datanode-map', 'datanode-hosts', 'hdfs-deadline']

/** Adds the flags of HDFS to a verb that takes `--data`, `--models` or `--out`. */
export function addHdfsFlags(command: Command): void {
  if (!command.options.some(({ long }) => long != null && places.includes(long))) return
  for (const name of names) command.addOption(settingFlag(name).helpGroup('Options of HDFS:'))
}

/**
 * Gives what flags and environment say of HDFS, checked although nothing may need it: a token in a URL must not
 * come into the config that is kept with a model.
 *
 * @throws FreeflowError `usage` for what a flag or a variable may not say.
 */
export function hdfsOptionsFromFlags(given: HdfsFlags, environment: NodeJS.ProcessEnv): HdfsOptions {
  const { webhdfsUrl, datanodeMap, datanodeHosts, hdfsDeadline } = given
  const told = hdfsOptionsFromEnvironment(environment)
  const options = {
    ...told,
    webhdfsUrl: webhdfsUrl ?? told.webhdfsUrl,
    datanodeMap: datanodeMap ?? told.datanodeMap,
    datanodeHosts: datanodeHosts ?? told.datanodeHosts,
    deadlineMs: hdfsDeadline === undefined ? told.deadlineMs : msFromText(hdfsDeadline, '--hdfs-deadline'),
  }
  if (options.webhdfsUrl !== undefined) parseWebhdfsUrls(options.webhdfsUrl)
  datanodeRules(options)
  return options
}
