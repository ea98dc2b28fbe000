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
  /** The kept frames, each with the views that it is made of. */
  readonly #frames = new Map<KeptFrame, readonly string[]>()
  #numViews = 0

  /** Keeps the rows of a frame, in their order, once they are made. */
  async keep(session: SparkSession, frame: Frame): Promise<KeptFrame> {
    const kept = await session.persist(frame)
    this.#frames.set(kept, [])
    return kept
  }

  /**
   * Keeps some columns of a frame.
   *
   * @param columns  As SQL selects them.
   */
  async keepColumns(session: SparkSession, frame: Frame, columns: string): Promise<KeptFrame> {
    const view = `freeflow_${this.#numViews++}`
    await session.createView(frame, view)
    const kept = await session.persist(session.sql(`SELECT ${columns} FROM ${view}`))
    this.#frames.set(kept, [view])
    return kept
  }

  /** Lets go of a frame, and last of the view beneath it, with which Spark forgets what is made of it. */
  async forget(session: SparkSession, frame: KeptFrame): Promise<void> {
    const views = this.#frames.get(frame) ?? []
    this.#frames.delete(frame)
    await session.unpersist(frame)
    for (const view of views) await session.run(`DROP VIEW IF EXISTS ${view}`)
  }

  /** Lets go of all frames, the last first. */
  async forgetAll(session: SparkSession): Promise<void> {
    for (const frame of [...this.#frames.keys()].reverse()) await this.forget(session, frame)
  }
}
