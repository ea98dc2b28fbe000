import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Gives the directory of METR-LA's week in FREEFLOW_DATA. */
export function weekOfMetrLa() {
  const data = join(process.env.FREEFLOW_DATA ?? join(root, '../shared/data'), 'metr_la_week')
  if (!existsSync(data)) throw new Error(`${data} is not there: set FREEFLOW_DATA, or give --data FEATURES`)
  return data
}

/** Exports the feature table of METR-LA's week; gives its directory. */
export function exportWeek(out) {
  const data = weekOfMetrLa()
  const command = [join(root, 'dist/cli/main.js'), 'features', '--data', data, '--out', out, '--quiet']
  execFileSync('node', command, { stdio: ['ignore', 'ignore', 'inherit'] })
  return out
}
