import { expect, it } from 'vitest'
import { learnLinks } from '../../../src/traffic/forecast/learn-links.ts'
import type { SpeedSteps } from '../../../src/traffic/forecast/speed-steps.ts'

const NUM_STEPS = 4 * 288

/** Sensors by name, each with its speed at a step. */
function stepsOf(speeds: Readonly<Record<string, (step: number) => number>>): SpeedSteps {
  const sensorIds = Object.keys(speeds)
  const entries = sensorIds.flatMap((name, sensor) =>
    Array.from({ length: NUM_STEPS }, (_, step) => ({ sensor, step, speed: speeds[name](step) })),
  )
  return {
    sensorIds,
    sensor: Int32Array.from(entries, ({ sensor }) => sensor),
    epochMs: Float64Array.from(entries, ({ step }) => step * 300_000),
    speed: Float64Array.from(entries, ({ speed }) => speed),
    slot: Float64Array.from(entries, ({ step }) => step % 288),
    isWeekend: new Float64Array(entries.length),
    day: Float64Array.from(entries, ({ step }) => 20120301 + Math.floor(step / 288)),
    sha256: '',
  }
}

// a jam of another length each day, and noise that is its own
const jam = (step: number) => (step % 288 > 90 && step % 288 < 100 + 15 * Math.floor(step / 288) ? 20 : 60)
const noise = (step: number) => 60 + ((step * 7919) % 13)
const steps = stepsOf({ a: jam, b: (step) => jam(step - 3), c: noise })

it('finds who leads and who follows, and nobody for whom nothing is told', () => {
  const links = learnLinks(steps, new Uint8Array(steps.speed.length).fill(1))
  expect(links.map(({ sensorId, neighborId, kind }) => [sensorId, neighborId, kind])).toEqual([
    ['a', 'b', 'down'],
    ['b', 'a', 'up'],
  ])
  // b is a a quarter of an hour later
  expect(links[1].weight).toBeCloseTo(1, 2)
})

it('looks at training steps alone', () => {
  const isTraining = Uint8Array.from(steps.epochMs, (instant) => (instant < 2 * 86_400_000 ? 1 : 0))
  const after = stepsOf({
    a: (step) => (step < 576 ? jam(step) : 99),
    b: (step) => (step < 576 ? jam(step - 3) : (step * 31) % 70),
    c: noise,
  })
  expect(learnLinks(after, isTraining)).toEqual(learnLinks(steps, isTraining))
})

it('finds none in less than a day', () => {
  const isTraining = Uint8Array.from(steps.epochMs, (instant) => (instant < 80_000_000 ? 1 : 0))
  expect(learnLinks(steps, isTraining)).toEqual([])
})
