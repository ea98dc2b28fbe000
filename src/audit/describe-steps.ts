const units = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1000, name: 's' },
] as const

/** Says where a number of steps from a row is: `t`, `t - 10 min`, `t + 1 h`; in rows where steps have no length. */
export function describeSteps(steps: number, stepMs: number | null): string {
  if (steps === 0) return 't'
  const size = stepMs === null ? `${Math.abs(steps)} rows` : describeDuration(Math.abs(steps) * stepMs)
  return `t ${steps < 0 ? '-' : '+'} ${size}`
}

/** Says a duration in the largest unit that it is a whole number of. */
export function describeDuration(ms: number): string {
  const unit = units.find((one) => ms >= one.ms && ms % one.ms === 0)
  return unit === undefined ? `${ms} ms` : `${ms / unit.ms} ${unit.name}`
}
