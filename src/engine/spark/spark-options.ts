/** How a Connect server is started; each is what spark-submit calls so. */
export interface SubmitOptions {
  readonly master?: string | undefined
  readonly executorMemory?: string | undefined
  readonly driverMemory?: string | undefined
  readonly totalExecutorCores?: number | undefined
}

/** Which Spark does the work. */
export interface SparkOptions extends SubmitOptions {
  /** `sc://host:port/;token=...` of a server that runs; without it one is started as the rest says. */
  readonly remote?: string | undefined
  /** Settings of Spark, over ours. */
  readonly conf?: Readonly<Record<string, string>> | undefined
  /** Fits of a search that may run at the same time; 1 without it. */
  readonly parallelism?: number | undefined
  /** Where Spark is installed; without it where Python finds PySpark. */
  readonly sparkHome?: string | undefined
  /** Where models are published. */
  readonly models?: string | undefined
  /** Local directory for logs and for what is on its way. */
  readonly work: string
}
