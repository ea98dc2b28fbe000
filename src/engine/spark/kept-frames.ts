import type { Frame } from '../../spark/frame.ts'
import type { KeptFrame } from '../../spark/keep-frame.ts'
import type { SparkSession } from '../../spark/session.ts'

/**
 * Frames whose rows a session keeps.
 *
 * Spark shares what it keeps among the sessions of a server and does not forget it when one ends, so all of them are
 * let go of together.
 */
export class KeptFrames {
  readonly #session: SparkSession
  /** The kept frames, each with the views that it is made of. */
  readonly #frames = new Map<KeptFrame, readonly string[]>()
  #numViews = 0

  /** @param session  One that is not interrupted, so that frames can be let go of after an interrupt. */
  constructor(session: SparkSession) {
    this.#session = session
  }

  /** Keeps the rows of a frame, in their order, once they are made. */
  async keep(frame: Frame): Promise<KeptFrame> {
    const kept = await this.#session.persist(frame)
    this.#frames.set(kept, [])
    return kept
  }

  /**
   * Keeps some columns of a frame.
   *
   * @param columns  As SQL selects them.
   */
  async keepColumns(frame: Frame, columns: string): Promise<KeptFrame> {
    const view = `freeflow_${this.#numViews++}`
    await this.#session.createView(frame, view)
    const kept = await this.#session.persist(this.#session.sql(`SELECT ${columns} FROM ${view}`))
    this.#frames.set(kept, [view])
    return kept
  }

  /** Lets go of a frame, and last of the view beneath it, with which Spark forgets what is made of it. */
  async forget(frame: KeptFrame): Promise<void> {
    const views = this.#frames.get(frame) ?? []
    this.#frames.delete(frame)
    await this.#session.unpersist(frame)
    for (const view of views) await this.#session.run(`DROP VIEW IF EXISTS ${view}`)
  }

  /** Lets go of all frames, the last first. */
  async forgetAll(): Promise<void> {
    for (const frame of [...this.#frames.keys()].reverse()) await this.forget(frame)
  }
}
