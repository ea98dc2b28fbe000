import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Exports the feature table of a month of Aarhus in FREEFLOW_DATA, 3.6 million readings; gives its directory. */
export function exportAarhus(out) {
  const data = join(process.env.FREEFLOW_DATA ?? join(root, '../shared/data'), 'aarhus_aug2014')
  if (!existsSync(data)) throw new Error(`${data} is not there: set FREEFLOW_DATA, or give --data FEATURES`)
  const options = ['--data', data, '--out', out, '--timezone', 'Europe/Copenhagen', '--quiet']
  execFileSync('node', [join(root, 'dist/cli/main.js'), 'features', ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return out
}
