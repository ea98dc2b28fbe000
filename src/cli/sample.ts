import { Command, Option } from 'commander'
import { flags } from './flags.ts'
import { runVerb } from './run-verb.ts'

interface SampleFlags {
  readonly out: string
  readonly sensors: number
  readonly days: number
  readonly seed: number
  readonly timezone?: string
  readonly work: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `freeflow sample`: a generated network. */
export function sampleCommand(): Command {
  return new Command('sample')
    .description('generate the readings of a road network, for a first try')
    .addOption(
      new Option('--out <uri>', 'directory to write; must not exist, or be empty').makeOptionMandatory(),
    )
    .addOption(flags.sensors())
    .addOption(flags.days())
    .addOption(flags.seed())
    .addOption(flags.timezone())
    .addOption(flags.work())
    .addOption(flags.json())
    .addOption(flags.quiet())
    .addHelpText('after', '\nExample:\n  freeflow sample --out readings/ --sensors 100 --days 14')
    .action((given: SampleFlags) =>
      runVerb(given, async (host) => {
        const { generateSample } = await import('../jobs/generate-sample.ts')
        const { directoryWriter } = await import('../jobs/directory-writer.ts')
        const { report, signal } = host
        const write = directoryWriter(host.hdfs)
        const summary = await generateSample({ ...given, write, report, signal })
        if (given.json === true) host.printJson({ schema_version: 1, ...summary })
      }),
    )
}
