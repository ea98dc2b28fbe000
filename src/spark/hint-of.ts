import { Code } from '@connectrpc/connect'

const control = 'spark.connect.session.connectML.mlCache.memoryControl'
const hintByErrorClass: readonly (readonly [start: string, hint: string])[] = [
  ['CONNECT_ML.MODEL_SIZE_OVERFLOW', `raise ${control}.maxModelSize, or grow fewer or shallower trees`],
  [
    'CONNECT_ML.ML_CACHE_SIZE_OVERFLOW',
    `raise ${control}.maxStorageSize, or let fewer fits run at the same time: --parallelism 1`,
  ],
  ['CONNECT_ML.CACHE_INVALID', 'the model was deleted or belongs to another session: fit or read it again'],
  ['CONNECT_ML.MODEL_SUMMARY_LOST', 'make the summary anew from the training frame'],
  ['INVALID_HANDLE.SESSION', 'the session has ended, with its models and views: connect again'],
  ['INVALID_HANDLE.OPERATION', 'the server no longer knows the query: run it again'],
]
const hintByCode: Readonly<Partial<Record<Code, string>>> = {
  [Code.Unavailable]: 'check that a Connect server runs there, or let --master start one (docs/cluster.md)',
  [Code.Unauthenticated]: 'check the token: sc://host:port/;token=...',
  [Code.ResourceExhausted]: 'a message is larger than 128 MiB: select fewer columns, or write to a folder',
  [Code.Unimplemented]: 'it must be a Spark Connect server of Spark 4.0 or later',
}

/** What to do about an error of Spark, by its error class, else by the code of its call; `undefined` if unknown. */
export function hintOf(errorClass: string | undefined, code: Code): string | undefined {
  return hintByErrorClass.find(([start]) => errorClass?.startsWith(start))?.[1] ?? hintByCode[code]
}
