import type { Client } from '@connectrpc/connect'
import type { RandomStream } from '../random.ts'
import type { SparkConnectService } from './gen/spark/connect/base_pb.ts'
import type { RetryPolicy } from './retry-policy.ts'

/** How far the present query is; Spark only ever adds stages, so the total grows while it runs. */
export interface Progress {
  readonly stages: readonly {
    readonly id: number
    readonly numTasks: number
    readonly numCompletedTasks: number
    readonly sizeBytes: number
    readonly isDone: boolean
  }[]
  readonly numTasks: number
  readonly numCompletedTasks: number
  readonly numRunningTasks: number
}

/** What the caller of the client wants to hear, and how it stops it. */
export interface Listener {
  /** Stops what runs: the query is interrupted in the server, and the call ends with FreeflowError `interrupted`. */
  readonly signal?: AbortSignal | undefined
  /** Called every two seconds or so while a query runs. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Called with what Spark has to say of a result that it nevertheless gives: a forest cut short, for instance. */
  readonly warn: (message: string) => void
}

/** For how long a server may be silent, in milliseconds. */
export interface Silence {
  /** While something runs; then it is asked for a sign of life. */
  readonly quietMs: number
  /** When it was asked something simple; then it is taken to hang. */
  readonly answerMs: number
}

/** A session on a server: what every call needs. */
export interface Link extends Listener {
  /** `sc://host:port`, for messages. */
  readonly place: string
  readonly client: Client<typeof SparkConnectService>
  /** The fields that every request starts with. */
  readonly base: {
    readonly sessionId: string
    readonly userContext: { readonly userId: string; readonly userName: string }
    readonly clientType: string
  }
  /** Changes as calls are made; shared by the links that `using` derives. */
  readonly state: {
    /** The server's own id of the session: another one means that the server was started anew. */
    serverSession: string | undefined
    numPlans: bigint
  }
  readonly policy: RetryPolicy
  readonly silence: Silence
  /** Pauses of retries. */
  readonly random: RandomStream
  /** Gives a new UUID. */
  readonly newId: () => string
}

/** What a request starts with: who asks, in which session, and of which server. */
export function requestBase({ base, state }: Link) {
  const observed = state.serverSession
  return { ...base, ...(observed !== undefined && { clientObservedServerSideSessionId: observed }) }
}

/** Remembers which server answered; one that does not say is no other one. */
export function observeServer({ state }: Link, serverSideSessionId: string): void {
  if (serverSideSessionId !== '') state.serverSession = serverSideSessionId
}
