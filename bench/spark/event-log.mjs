import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Flags that let Spark write what it does into a directory, as one file of JSON lines. */
export function logSettings(directory) {
  const settings = { enabled: true, dir: `file:${directory}`, 'rolling.enabled': false, compress: false }
  return Object.entries(settings).flatMap(([key, value]) => ['--conf', `spark.eventLog.${key}=${value}`])
}

/**
 * Sums up the one log of a directory.
 *
 * @returns Numbers of jobs, stages that ran, and tasks; seconds and CPU seconds of all tasks; and the wall seconds in
 *   which at least one stage ran: in the rest of a run no executor has anything to do.
 */
export function readEventLog(directory) {
  const [name] = readdirSync(directory)
  const events = readFileSync(join(directory, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const of = (kind) => events.filter(({ Event }) => Event === `SparkListener${kind}`)
  const tasks = of('TaskEnd').flatMap((event) => event['Task Metrics'] ?? [])
  const stages = of('StageCompleted').map((event) => event['Stage Info'])
  const total = (key) => tasks.reduce((sum, metrics) => sum + metrics[key], 0)
  return {
    jobs: of('JobStart').length,
    stages: stages.length,
    tasks: tasks.length,
    tasks_s: total('Executor Run Time') / 1e3,
    tasks_cpu_s: total('Executor CPU Time') / 1e9,
    stages_s: coveredMs(stages.map((stage) => [stage['Submission Time'], stage['Completion Time']])) / 1e3,
  }
}

/** Length of the union of spans. */
function coveredMs(spans) {
  let [covered, until] = [0, 0]
  for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
    covered += Math.max(0, end - Math.max(start, until))
    until = Math.max(until, end)
  }
  return covered
}
