import { FreeflowError } from '../errors.ts'

/**
 * What kept an HDFS from doing something.
 *
 * The name of Hadoop's exception (`SafeModeException`), or where no answer of HDFS came: `Unreachable`, nothing
 * was sent; `NoReply`, it was sent and what became of it is not known; `Protocol`, what came is no answer of
 * WebHDFS; `Unauthorized`, it asks for credentials that we do not have.
 */
export type Failure = string

/**
 * Says a failure in one line that names the place; the kind stands in `details.exception`.
 *
 * @param hint  What to do; without it what there is to say of the kind.
 */
export function failure(
  kind: Failure,
  message: string,
  cause?: unknown,
  hint: string | undefined = hintOf(kind, message),
): FreeflowError {
  return new FreeflowError('storage', message, {
    ...(hint !== undefined && { hint }),
    details: { exception: kind },
    ...(cause !== undefined && { cause }),
  })
}

/** Gives the kind of a failure; '' of any other error. */
export function failureKind(error: unknown): Failure {
  const kind = error instanceof FreeflowError ? error.details?.['exception'] : ''
  return typeof kind === 'string' ? kind : ''
}

/**
 * Says whether it may go otherwise the next time.
 *
 * HDFS answers 403 to almost everything, and a daemon that restarts does so under a dozen names: what is known
 * to be final is listed, all else is worth another try.
 */
export function isTransient(error: unknown): boolean {
  const kind = failureKind(error)
  return kind !== '' && !permanent.has(kind)
}

const permanent: ReadonlySet<Failure> = new Set([
  'AccessControlException',
  'AclException',
  'AuthenticationException',
  'AuthorizationException',
  'DSQuotaExceededException',
  'FSLimitException$MaxDirectoryItemsExceededException',
  'FSLimitException$PathComponentTooLongException',
  'FileAlreadyExistsException',
  'FileNotFoundException',
  'IllegalArgumentException',
  'InvalidPathException',
  'InvalidToken',
  'MaxDirectoryItemsExceededException',
  'NSQuotaExceededException',
  'ParentNotDirectoryException',
  'PathComponentTooLongException',
  'PathIsNotEmptyDirectoryException',
  'Protocol',
  'QuotaByStorageTypeExceededException',
  'QuotaExceededException',
  'SecurityException',
  'SnapshotAccessControlException',
  'Unauthorized',
  'UnknownHost',
  'UnsupportedOperationException',
])

/** A NameNode puts what must pass first, as safe mode, into an exception that says: try again. */
function hintOf(kind: Failure, message: string): string | undefined {
  const [, inner = ''] = /\.(\w+Exception)\b/.exec(message) ?? []
  return hints[kind] ?? hints[inner]
}

const hints: Readonly<Record<Failure, string>> = {
  AccessControlException: 'check owner and mode of the directory, and HADOOP_USER_NAME',
  AuthenticationException: 'check HADOOP_USER_NAME, or fetch a new delegation token for FREEFLOW_HDFS_TOKEN',
  DSQuotaExceededException: 'free some space below the directory, or have its space quota raised',
  NSQuotaExceededException: 'remove some files below the directory, or have its name quota raised',
  InvalidToken: 'fetch a new delegation token',
  Protocol:
    'check that --webhdfs-url is the HTTP address of a NameNode or a gateway, http://host:9870 for instance, not that of RPC or of a web page',
  SafeModeException: 'wait until the NameNode has left safe mode: hdfs dfsadmin -safemode get',
  UnknownHost: 'check the host name, or set --webhdfs-url',
  Unreachable: 'check that it runs, and --webhdfs-url, HADOOP_CONF_DIR and --datanode-map',
  NoReply: 'check that it runs and is not overloaded',
  Unauthorized:
    'freeflow speaks no Kerberos: fetch a delegation token (hdfs fetchdt --webservice URL FILE, or curl --negotiate -u : "URL/?op=GETDELEGATIONTOKEN") and set FREEFLOW_HDFS_TOKEN',
}
