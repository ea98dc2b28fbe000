import type { Frame } from '../../spark/frame.ts'
import type { SparkSession } from '../../spark/session.ts'

/**
 * Frames whose rows a session keeps under names.
 *
 * Spark shares what it keeps between the sessions of a server and does not forget it when one ends, so all of them
 * are let go of together.
 */
export class KeptFrames {
  readonly #session: SparkSession
  readonly #names = new Set<string>()
  #count = 0

  /** @param session  One that is not interrupted, so that frames can be let go of after an interrupt. */
  constructor(session: SparkSession) {
    this.#session = session
  }

  /**
   * Runs a frame once and keeps its rows in memory, and on disk what does not fit there.
   *
   * @param session  The session that runs it.
   * @param columns  What is kept of them, as SQL selects it.
   * @returns A frame of those rows, in their order; `name` is what SQL calls it.
   */
  async keep(
    session: SparkSession,
    frame: Frame,
    { what, columns = '*' }: { readonly what: string; readonly columns?: string },
  ): Promise<KeptFrame> {
    const name = `freeflow_${what}_${this.#count++}`
    const names = [name]
    if (columns !== '*') {
      // the view beneath has to stay: Spark forgets with a view all that is made of it
      names.unshift(`${name}_whole`)
      await this.#name(session, frame, `${name}_whole`)
      await this.#name(session, session.sql(`SELECT ${columns} FROM ${name}_whole`), name)
    } else {
      await this.#name(session, frame, name)
    }
    await session.run(`CACHE TABLE ${name}`)
    return { name, names, frame: session.sql(`SELECT * FROM ${name}`) }
  }

  async #name(session: SparkSession, frame: Frame, name: string): Promise<void> {
    await session.createView(frame, name)
    this.#names.add(name)
  }

  /** Lets go of a frame. */
  async forget({ names }: Pick<KeptFrame, 'names'>): Promise<void> {
    for (const name of [...names].reverse()) {
      this.#names.delete(name)
      await this.#session.run(`UNCACHE TABLE IF EXISTS ${name}`)
      await this.#session.run(`DROP VIEW IF EXISTS ${name}`)
    }
  }

  /** Lets go of all frames. */
  async forgetAll(): Promise<void> {
    await this.forget({ names: [...this.#names] })
  }
}

/** A frame that is kept. */
export interface KeptFrame {
  readonly name: string
  /** Its views. */
  readonly names: readonly string[]
  readonly frame: Frame
}
