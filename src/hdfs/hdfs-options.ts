import { msFromText } from '../ms-from-text.ts'

/** What says where HDFS is and as whom it is used; texts as the user gave them. */
export interface HdfsOptions {
  /** `http(s)://host:port`, with or without `/webhdfs/v1`; several by commas. Goes over what a URI names. */
  readonly webhdfsUrl?: string | undefined
  /** `inner=outer`, each `host` or `host:port`; several by commas. Where DataNodes are reached from here. */
  readonly datanodeMap?: string | undefined
  /** Hosts that may be DataNodes, `*.example.com`; several by commas. */
  readonly datanodeHosts?: string | undefined
  /** Name to act as; without it the user of this process. */
  readonly user?: string | undefined
  /** A delegation token of WebHDFS as Hadoop writes it in URLs; it goes over the user. A secret. */
  readonly token?: string | undefined
  /** A file of tokens that Hadoop wrote; used where there is no `token`. */
  readonly tokenFile?: string | undefined
  /** Directory with core-site.xml and hdfs-site.xml. */
  readonly confDir?: string | undefined
  /** How long one operation may take with all its repeats, in milliseconds; default 60,000. */
  readonly deadlineMs?: number | undefined
  /** Directory of the local disk for what is on its way; without it that of the system. */
  readonly scratch?: string | undefined
  /** Cuts waits and transfers short. */
  readonly signal?: AbortSignal | undefined
  /** Takes a line where something is waited for. */
  readonly warn?: ((line: string) => void) | undefined
}

/**
 * Gives what the environment says of HDFS: HADOOP_CONF_DIR, HADOOP_USER_NAME, HADOOP_TOKEN_FILE_LOCATION,
 * FREEFLOW_WEBHDFS_URL, FREEFLOW_DATANODE_MAP, FREEFLOW_DATANODE_HOSTS, FREEFLOW_HDFS_DEADLINE and
 * FREEFLOW_HDFS_TOKEN. Empty variables do not count.
 *
 * @throws FreeflowError `usage` for a deadline that is no time.
 */
export function hdfsOptionsFromEnvironment(environment: NodeJS.ProcessEnv): HdfsOptions {
  const given = (name: string) => (environment[name] === '' ? undefined : environment[name])
  const deadline = given('FREEFLOW_HDFS_DEADLINE')
  return {
    webhdfsUrl: given('FREEFLOW_WEBHDFS_URL'),
    datanodeMap: given('FREEFLOW_DATANODE_MAP'),
    datanodeHosts: given('FREEFLOW_DATANODE_HOSTS'),
    user: given('HADOOP_USER_NAME'),
    token: given('FREEFLOW_HDFS_TOKEN'),
    tokenFile: given('HADOOP_TOKEN_FILE_LOCATION'),
    confDir: given('HADOOP_CONF_DIR'),
    deadlineMs: deadline === undefined ? undefined : msFromText(deadline, 'FREEFLOW_HDFS_DEADLINE'),
  }
}
