import { z } from 'zod'

/** Slots that a sparse vector may claim: far more than any model has, far less than memory. */
const MAX_SIZE = 2 ** 24

const SPARSE = 0
const DENSE = 1

/** Gives the columns of which a vector column consists, for `readRows`. */
export function vectorColumns(name: string) {
  return {
    type: [`${name}.type`],
    size: [`${name}.size`],
    indices: [`${name}.indices`],
    values: [`${name}.values`],
  }
}

const dense = z.object({ type: z.literal(DENSE), values: z.array(z.number()) })
const sparse = z
  .object({
    type: z.literal(SPARSE),
    size: z.int().min(0).max(MAX_SIZE),
    indices: z.array(z.int().min(0)),
    values: z.array(z.number()),
  })
  .refine(({ indices, values }) => indices.length === values.length, 'as many indices as values')
  .refine(
    ({ size, indices }) => indices.every((slot, at) => slot < size && (at === 0 || slot > indices[at - 1])),
    'indices must rise and stay below the size',
  )

/**
 * Reads a stored vector, dense or sparse, into one value a slot.
 *
 * Values must be finite, the indices of a sparse one must rise and stay below its size.
 */
export const vectorShape = z.discriminatedUnion('type', [dense, sparse]).transform((vector) => {
  if (vector.type === DENSE) return Float64Array.from(vector.values)
  const values = new Float64Array(vector.size)
  vector.indices.forEach((slot, at) => {
    values[slot] = vector.values[at]
  })
  return values
})
