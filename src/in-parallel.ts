/**
 * Does something for each item, a few at a time; after a failure nothing more is begun.
 *
 * @param limit  How many at the same time.
 * @returns The results in the order of the items.
 * @throws What the first that failed threw, once those in hand have ended.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  run: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const errors: unknown[] = []
  let next = 0
  const work = async () => {
    while (next < items.length && errors.length === 0) {
      const index = next++
      await run(items[index], index).then(
        (result) => {
          results[index] = result
        },
        (error: unknown) => errors.push(error),
      )
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
  if (errors.length > 0) throw errors[0]
  return results
}
