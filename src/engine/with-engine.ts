import { embeddedEngine } from './embedded/embedded-engine.ts'
import type { Engine } from './engine.ts'
import type { JobHost } from './host.ts'
import type { SparkOptions } from './spark/spark-options.ts'

/** Which engine a job works with. */
export interface EngineOptions extends SparkOptions {
  /** `embedded` without it. */
  readonly engine?: Engine['name'] | undefined
  /** Version of freeflow. */
  readonly codeVersion: string
}

/**
 * Opens an engine for `use`, and closes it after, also on errors.
 *
 * @throws FreeflowError as `openSparkEngine` where that is asked for; what `use` throws.
 */
export async function withEngine<T>(
  options: EngineOptions,
  host: JobHost,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine(options, host)
  try {
    return await use(engine)
  } finally {
    await engine.close()
  }
}

async function openEngine(options: EngineOptions, host: JobHost): Promise<Engine> {
  if (options.engine !== 'spark') return embeddedEngine(options.codeVersion)
  // loads gRPC and Arrow, which the embedded engine does not need
  const { openSparkEngine } = await import('./spark/spark-engine.ts')
  return openSparkEngine(options, host)
}
