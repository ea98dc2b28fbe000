import type { ModelName } from '../jobs/presets.ts'
import { codeVersion } from './code-version.ts'
import { engineOptionsFromFlags } from './engine-flags.ts'
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
    const engine = engineOptionsFromFlags(given, process.env)
    const version = await codeVersion()
    const params = effectiveParams(model, nowcast, { ...given, tune: what === 'grid' })
    const grid = what === 'grid' ? (given.grids[model] ?? nowcast.grids[model]) : null
    const summary = await searchModel(
      { ...given, ...engine, model, params, grid, codeVersion: version },
      host,
    )
    if (given.json === true) host.printJson({ schema_version: 1, ...summary })
    else host.report.verdict(formatSearch(summary))
  })
}
