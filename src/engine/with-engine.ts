import { embeddedEngine } from './embedded/embedded-engine.ts'
import type { Engine } from './engine.ts'
import type { JobHost } from './host.ts'

/** Which engine a job works with. */
export interface EngineOptions {
  /** Version of freeflow. */
  readonly codeVersion: string
}

/** Opens an engine for `use`, and closes it after, also on errors. */
export async function withEngine<T>(
  options: EngineOptions,
  _host: JobHost,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = embeddedEngine(options.codeVersion)
  try {
    return await use(engine)
  } finally {
    await engine.close()
  }
}
