/** Parameters of a learner by Spark's names. */
export type Params = Readonly<Record<string, number | string | boolean>>
