/** An HDFS, and how to speak with it. Made by `openSession`; the functions of this folder take it. */
export interface HdfsSession {
  /** What the URIs of its files begin with: `hdfs://nn:9000`. */
  readonly uri: string
  /** Base URLs of its NameNodes, `http://nn:9870/webhdfs/v1`. */
  readonly nameNodes: readonly string[]
  /** What to do where none of them answers. */
  readonly hint: string
  /** Parameters of each request that say who asks: `user.name`, or `delegation`. */
  readonly credentials: Readonly<Record<string, string>>
  /**
   * Gives the URL to follow for the one that a NameNode sends us to.
   *
   * @throws FreeflowError `storage` if it leads to a host that is not allowed.
   */
  readonly redirect: (location: string) => string
  /** For how long what fails is tried again, in ms. */
  readonly deadlineMs: number
  /** For how long an answer, or more of it, is waited for, in ms. */
  readonly replyTimeoutMs: number
  /** A directory of the local disk for what is on its way. */
  readonly scratch: string
  /** Cuts waits and transfers short. */
  readonly signal: AbortSignal | undefined
  /** Takes a line where something is waited for. */
  readonly warn: (line: string) => void
  readonly state: SessionState
}

/** What a session learns as it goes. */
export interface SessionState {
  /** Index of the NameNode that answered last. */
  active: number
  /** Since when nothing has gone well, by `performance.now()`; `null` if the last request did. */
  failingSinceMs: number | null
  /** Whether the server keeps a rename from replacing or nesting; `null` until it was tried. */
  strictRename: boolean | null
}
