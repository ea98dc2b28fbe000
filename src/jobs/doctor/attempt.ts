import { FreeflowError } from '../../errors.ts'
import { type CheckResult, failed } from './check-result.ts'

/**
 * Runs a check whose error is what it finds; that of a user who interrupts passes.
 *
 * @param id  Of the check that failed, where `run` throws.
 */
export async function attempt(id: string, run: () => Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof FreeflowError && error.code === 'interrupted') throw error
    return failed(id, error)
  }
}
