/** A number within this share of a simple one is meant to be it. */
const NEAR = 2e-5

/** Rounds a coefficient: to a whole number, a tenth, or a whole part of one if it is near, else to 5 digits. */
export function roundCoefficient(value: number): number {
  if (value === 0) return 0
  for (const parts of [1, 10]) {
    const simple = Math.round(value * parts) / parts
    if (simple !== 0 && Math.abs(value - simple) <= NEAR * Math.abs(value)) return simple
  }
  return Number(value.toPrecision(5))
}

/** A term of a sum: coefficient times what is named. */
export interface Term {
  readonly weight: number
  readonly name: string
}

/** Writes a sum as one does by hand: `3 * a - b - c + 2`. */
export function describeSum(terms: readonly Term[], intercept: number): string {
  const all = [...terms.filter(({ weight }) => weight !== 0), { weight: intercept, name: '' }]
  const parts = all.flatMap(({ weight, name }, index) => {
    if (weight === 0 && (name === '' || index > 0)) return []
    const size = Math.abs(weight)
    const text = name === '' ? String(size) : size === 1 ? name : `${size} * ${name}`
    if (index === 0) return weight < 0 ? [`-${text}`] : [text]
    return [weight < 0 ? `- ${text}` : `+ ${text}`]
  })
  return parts.length === 0 ? '0' : parts.join(' ')
}
