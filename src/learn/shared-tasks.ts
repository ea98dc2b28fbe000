/** How many tasks of a kind threads have taken, [1], in memory that they share. */
export type SharedTasks = Int32Array

/** Gives tasks of which none is taken. */
export function shareTasks(): SharedTasks {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
}

/** Takes task by task, from 0 to `numTasks` - 1, as long as there are some that no thread has taken. */
export function* takeTasks(tasks: SharedTasks, numTasks: number): Generator<number> {
  const takeNext = () => Atomics.add(tasks, 0, 1)
  for (let task = takeNext(); task < numTasks; task = takeNext()) yield task
}
