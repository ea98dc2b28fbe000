/** What the threads that grow a tree together agree on, in memory that they share. */

import { member, numMembers, range, team } from './settings'

/** How often a thread looks before it sleeps: some microseconds, so that little is lost where cores are scarce. */
const NUM_LOOKS: i32 = 4000
/** Bytes between what different threads write, so that they share no cache line. */
const APART: usize = 64
/** How many threads have come to the barrier, how often all have, how many tasks were taken: i32, all 0 at first. */
const COME: usize = 0
const ROUND: usize = APART
const TASKS: usize = 2 * APART
/** Least and largest of what each thread has left of the labels, f64. */
const RANGES: usize = 3 * APART

/** Comes back when every thread has called it; what a thread wrote before, the others read after. */
export function meet(): void {
  const round = atomic.load<i32>(team, ROUND)
  if (atomic.add<i32>(team, 1, COME) === <i32>numMembers - 1) {
    atomic.store<i32>(team, 0, COME)
    atomic.store<i32>(team, round + 1, ROUND)
    atomic.notify(team + ROUND, -1)
    return
  }
  for (let look = 0; look < NUM_LOOKS; look++) if (atomic.load<i32>(team, ROUND) !== round) return
  while (atomic.load<i32>(team, ROUND) === round) atomic.wait<i32>(team + ROUND, round, -1)
}

/** Gives the number of the next task that no thread has taken. */
export function nextTask(): usize {
  return <usize>atomic.add<i32>(team, 1, TASKS)
}

/** Waits until all threads have ended a tree, and begins to count tasks anew; the range is that of all rows then. */
export function endShared(): void {
  const own = team + RANGES + member * APART
  store<f64>(own, load<f64>(range))
  store<f64>(own, load<f64>(range, 8), 8)
  meet()
  // all have taken their last task, and take none before they have met again
  if (member === 0) atomic.store<i32>(team, 0, TASKS)
  for (let other: usize = 0; other < numMembers; other++) {
    const seen = team + RANGES + other * APART
    store<f64>(range, min<f64>(load<f64>(range), load<f64>(seen)))
    store<f64>(range, max<f64>(load<f64>(range, 8), load<f64>(seen, 8)), 8)
  }
}
