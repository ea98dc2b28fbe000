#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { exitCodes, FreeflowError } from '../errors.ts'
import { applyConfig } from './apply-config.ts'
import { auditCommand } from './audit-command.ts'
import { codeVersion } from './code-version.ts'
import { cvCommand } from './cv.ts'
import { doctorCommand } from './doctor.ts'
import { evaluateCommand } from './evaluate.ts'
import { featuresCommand } from './features.ts'
import { flags } from './flags.ts'
import { addHdfsFlags } from './hdfs-flags.ts'
import { modelsCommand } from './models.ts'
import { predictCommand } from './predict.ts'

import { printError, printErrorDocument } from './print-error.ts'
import { requireOptions } from './require-options.ts'
import { resolveUris } from './resolve-uris.ts'
import { sampleCommand } from './sample.ts'
import { trainCommand } from './train.ts'
import { trainAllCommand } from './train-all.ts'
import { tuneCommand } from './tune.ts'

// a reader that has seen enough (`| head`) does not end the work; a full disk does
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  printError(new FreeflowError('storage', `standard output: ${error.message}`))
  process.exit(exitCodes.storage)
})
process.stderr.on('error', () => {})

const program = new Command('freeflow')
  .description('Trains, judges and publishes road-traffic speed models in Spark’s own format.')
  .version(await codeVersion())

for (const command of [
  trainAllCommand(),
  trainCommand(),
  tuneCommand(),
  cvCommand(),
  featuresCommand(),
  sampleCommand(),
  auditCommand(),
  predictCommand(),
  evaluateCommand(),
  modelsCommand(),
  doctorCommand(),
]) {
  program.addCommand(command)
}

forEachCommand(program, (command) => {
  command
    .exitOverride()
    .showHelpAfterError('(see --help)')
    .configureOutput({ outputError: (text, write) => write(text) })
  if (command.commands.length > 0) return
  addHdfsFlags(command)
  const checkRequired = requireOptions(command)
  command.addOption(flags.config()).hook('preAction', async () => {
    await applyConfig(command, process.env)
    checkRequired()
    resolveUris(command)
  })
})

try {
  await program.parseAsync()
} catch (error) {
  // options may not have been read: the flag itself says whether a document is expected
  const isJson = process.argv.includes('--json')
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage
    const message = error.message.replace(/^error: /, '')
    if (isJson && error.exitCode !== 0) printErrorDocument(new FreeflowError('usage', message))
  } else {
    printError(error)
    if (isJson) printErrorDocument(error)
    process.exitCode = exitCodes[error instanceof FreeflowError ? error.code : 'unexpected']
  }
}

function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command)
  for (const child of command.commands) forEachCommand(child, visit)
}
