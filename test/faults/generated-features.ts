import { runCli } from '../cli/run-cli.ts'

/**
 * Makes a feature table of three days of 8 generated sensors.
 *
 * @returns Its name in the folder.
 */
export async function generatedFeatures(cwd: string): Promise<string> {
  const args = ['--out', 'features', '--timezone', 'America/Los_Angeles']
  for (const verb of [
    ['sample', '--out', 'readings', '--sensors', '8', '--days', '3'],
    ['features', '--data', 'readings', ...args],
  ]) {
    const { code, stderr } = await runCli(verb, { cwd })
    if (code !== 0) throw new Error(stderr)
  }
  return 'features'
}
