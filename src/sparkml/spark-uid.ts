import type { Hash } from 'node:crypto'
import type { SparkClass } from './spark-class.ts'

/** Names a model by its content: the class's prefix and the first 12 hex digits of a hash. */
export function sparkUid(sparkClass: SparkClass, hash: Hash): string {
  return `${sparkClass.uidPrefix}_${hash.digest('hex').slice(0, 12)}`
}
