import { userInfo } from 'node:os'
import { FreeflowError } from '../errors.ts'
import type { HdfsOptions } from './hdfs-options.ts'

/**
 * Gives the name to act as in HDFS: the given one, else that of the user who runs this process.
 *
 * @throws FreeflowError `usage` for a name that WebHDFS refuses, and where the process has no named user.
 */
export function hdfsUser({ user }: Pick<HdfsOptions, 'user'>): string {
  const name = user ?? processUser()
  if (/^[A-Za-z_][A-Za-z0-9._-]*[$]?$/.test(name)) return name
  const place = user === undefined ? 'the user of this process' : 'HADOOP_USER_NAME'
  throw new FreeflowError(
    'usage',
    `${place} must begin with a letter or _ and go on with letters, digits, dot, _ or -, got ${JSON.stringify(name)}`,
    { hint: 'set HADOOP_USER_NAME to the user to act as in HDFS' },
  )
}

function processUser(): string {
  try {
    return userInfo().username
  } catch (cause) {
    throw new FreeflowError('usage', 'HDFS needs a user, and this process has none with a name', {
      hint: 'set HADOOP_USER_NAME to the user to act as in HDFS',
      cause,
    })
  }
}
