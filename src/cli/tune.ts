import type { Command } from 'commander'
import type { ModelName } from '../jobs/presets.ts'
import { type ModelFlags, modelCommand } from './model-command.ts'
import { runSearch } from './run-search.ts'

/** `freeflow tune`: a search over the grid of one model. */
export function tuneCommand(): Command {
  return modelCommand('tune', 'search the grid of one model by cross-validation; publishes nothing').action(
    (model: ModelName, given: ModelFlags) => runSearch(model, given, 'grid'),
  )
}
