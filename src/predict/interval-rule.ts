import { z } from 'zod'

const schema = z.object({
  model_name: z.string(),
  forecast: z.object({
    horizons: z.record(z.string(), z.object({ models: z.record(z.string(), z.unknown()) })),
  }),
})

const ruleSchema = z.object({
  level: z.number(),
  regimes: z
    .array(z.object({ below: z.number().nullable(), residuals: z.tuple([z.number(), z.number()]) }))
    .min(1),
})

/** What to add to predictions for intervals that hold a share of what comes. */
export interface IntervalRule {
  /** That share, for instance 0.9. */
  readonly level: number
  /** By prediction, ascending: the first whose `below` is above it counts; `null` is above all. */
  readonly regimes: readonly {
    readonly below: number | null
    readonly residuals: readonly [low: number, high: number]
  }[]
}

/**
 * Reads from the metadata of a version how sure it is.
 *
 * @returns `null` where it does not say: a model of the present speed, or one judged on too short a time.
 */
export function readIntervalRule(metadata: unknown): IntervalRule | null {
  const known = schema.safeParse(metadata)
  if (!known.success) return null
  const { model_name: name, forecast } = known.data
  const scores = Object.entries(forecast.horizons).flatMap(([horizon, { models }]) =>
    Object.entries(models).flatMap(([model, score]) => (`${model}_${horizon}` === name ? [score] : [])),
  )
  const [rule] = scores.map((score) => ruleSchema.safeParse(Object(score).intervals))
  return rule?.success === true ? rule.data : null
}
