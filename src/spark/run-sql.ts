import { type Frame, frameFrom } from './frame.ts'
import type { Link } from './link.ts'
import { runCommand } from './run-command.ts'

/**
 * Runs one SQL statement at once: a command such as CREATE or SET takes effect, which it does not as a frame.
 *
 * @returns A frame of its result.
 */
export async function runSql(link: Link, query: string): Promise<Frame> {
  const frame = frameFrom(link, { case: 'sql', value: { query } })
  const answers = await runCommand(link, 'sql', { case: 'sqlCommand', value: { input: frame.relation } })
  const result = answers.find((answer) => answer.case === 'sqlCommandResult')
  return result?.value.relation === undefined ? frame : { relation: result.value.relation }
}
