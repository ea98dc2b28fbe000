import type { MessageInitShape } from '@bufbuild/protobuf'
import { callUnary } from './call-unary.ts'
import type { ConfigRequest_OperationSchema, ConfigResponse } from './gen/spark/connect/base_pb.ts'
import { type Link, requestBase } from './link.ts'

/** Reads settings of the session: `undefined` for one that is neither set nor has a default. */
export async function readConfig<K extends string>(
  link: Link,
  keys: readonly K[],
): Promise<Record<K, string | undefined>> {
  const { pairs } = await configure(link, { case: 'getOption', value: { keys: [...keys] } })
  const valueByKey = new Map(pairs.map(({ key, value }) => [key, value]))
  const entries = keys.map((key) => [key, valueByKey.get(key)])
  return Object.fromEntries(entries)
}

/**
 * Changes settings of the session; a key that Spark does not know is kept, and has no effect.
 *
 * @throws FreeflowError `engine` for a value that is not of the kind, and a key that only the server may set.
 */
export async function writeConfig(link: Link, valueByKey: Readonly<Record<string, string>>): Promise<void> {
  const pairs = Object.entries(valueByKey).map(([key, value]) => ({ key, value }))
  await configure(link, { case: 'set', value: { pairs } })
}

/** Brings settings of the session back to Spark's defaults, also those that the server was started with otherwise. */
export async function resetConfig(link: Link, keys: readonly string[]): Promise<void> {
  await configure(link, { case: 'unset', value: { keys: [...keys] } })
}

async function configure(
  link: Link,
  opType: NonNullable<MessageInitShape<typeof ConfigRequest_OperationSchema>['opType']>,
): Promise<ConfigResponse> {
  const response = await callUnary(link, 'settings', (options) => {
    return link.client.config({ ...requestBase(link), operation: { opType } }, options)
  })
  response.warnings.forEach(link.warn)
  return response
}
