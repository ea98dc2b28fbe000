import { join, resolve } from 'node:path'

/** Where real traffic data lie, as an absolute path; they need not be there. */
export const dataFolder = resolve(process.env.FREEFLOW_DATA ?? join(import.meta.dirname, '../../shared/data'))
/** One week of METR-LA. */
export const weekFolder = join(dataFolder, 'metr_la_week')
/** Programs that read our models as others would. */
export const acceptFolder = join(dataFolder, '../accept')
