import { z } from 'zod'
import { actionOf, askForJson, type Operation } from './ask-name-node.ts'
import { failure, failureKind } from './failure.ts'
import type { HdfsSession } from './session.ts'

const locationSchema = z.object({ Location: z.string() })

/**
 * Asks a NameNode which DataNode does an operation, and leaves it to `use`.
 *
 * A DataNode that died is handed out for minutes. Where one cannot be reached, nothing was sent to it, so another
 * is asked for at once. Its host is what can be left out; where that leaves none, nothing is left out the
 * next time.
 *
 * @param use  Speaks with the DataNode at a URL; its failures pass but for `Unreachable`.
 */
export async function atDataNode<T>(
  session: HdfsSession,
  operation: Operation,
  use: (url: string) => Promise<T>,
): Promise<T> {
  let excluded: string | undefined
  for (let turn = 0; ; turn++) {
    const url = await locate(session, operation, excluded)
    try {
      return await use(url)
    } catch (error) {
      if (failureKind(error) !== 'Unreachable' || turn === MAX_TURNS) throw error
      excluded = excluded === undefined ? new URL(url).hostname : undefined
    }
  }
}

const MAX_TURNS = 3

async function locate(
  session: HdfsSession,
  operation: Operation,
  excluded: string | undefined,
): Promise<string> {
  const ask = (excludedatanodes: string | undefined) => {
    const params = { ...operation.params, noredirect: true, excludedatanodes }
    return askForJson(session, { ...operation, params })
  }
  const reply = await ask(excluded).catch((error: unknown) => {
    if (excluded === undefined) throw error
    return ask(undefined)
  })
  const parsed = locationSchema.safeParse(reply)
  if (parsed.success) return session.redirect(parsed.data.Location)
  throw failure('Protocol', `${actionOf(session, operation)}: the reply names no DataNode`)
}
