import type { Command } from 'commander'
import type { ModelName } from '../jobs/presets.ts'
import { type ModelFlags, modelCommand } from './model-command.ts'
import { runSearch } from './run-search.ts'

/** `freeflow cv`: cross-validation of one model at its parameters. */
export function cvCommand(): Command {
  return modelCommand('cv', 'cross-validate one model at its parameters; publishes nothing').action(
    (model: ModelName, given: ModelFlags) => runSearch(model, given, 'params'),
  )
}
