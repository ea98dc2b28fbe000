import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where real traffic data lie, as an absolute path; they need not be there. */
export const dataFolder = resolve(process.env.FREEFLOW_DATA ?? join(import.meta.dirname, '../../shared/data'))
/** One week of METR-LA. */
export const weekFolder = join(dataFolder, 'metr_la_week')
/** Programs that read our models as others would. */
export const acceptFolder = join(dataFolder, '../accept')

/**
 * Says that data lie not where they are looked for; `null` if they do.
 *
 * @throws Error where the cluster suite is required (FREEFLOW_CLUSTER=require): then nothing is left out.
 */
export function whyMissing(what: string, path: string): string | null {
  if (existsSync(path)) return null
  const absent = `no ${what} at ${path}`
  if (process.env.FREEFLOW_CLUSTER === 'require')
    throw new Error(`FREEFLOW_CLUSTER=require: ${absent}; FREEFLOW_DATA says where data lie`)
  return absent
}
