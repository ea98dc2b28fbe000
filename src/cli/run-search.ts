import type { ModelName } from '../jobs/presets.ts'
import { codeVersion } from './code-version.ts'
import type { ModelFlags } from './model-command.ts'
import { runVerb } from './run-verb.ts'

/**
 * Cross-validates one model and prints its scores.
 *
 * @param what  `grid` searches the given grid, else the preset's; `params` scores the parameters alone.
 */
export function runSearch(model: ModelName, given: ModelFlags, what: 'grid' | 'params'): Promise<void> {
  return runVerb(given, async (host) => {
    const { effectiveParams } = await import('../jobs/effective-config.ts')
    const { nowcast } = await import('../jobs/presets.ts')
    const { searchModel } = await import('../jobs/search-model.ts')
    const { formatSearch } = await import('../jobs/format-search.ts')
    const params = effectiveParams(model, nowcast, { ...given, tune: what === 'grid' })
    const grid = what === 'grid' ? (given.grids[model] ?? nowcast.grids[model]) : null
    const summary = await searchModel(
      { ...given, model, params, grid, codeVersion: await codeVersion() },
      host,
    )
    if (given.json === true) host.printJson({ schema_version: 1, ...summary })
    else host.report.verdict(formatSearch(summary))
  })
}
