import { expect, it } from 'vitest'
import { expandVariables } from '../../src/hdfs/expand-variables.ts'

const reference = (name: string) => `\${${name}}`
const expanded = (properties: Readonly<Record<string, string>>) =>
  Object.fromEntries(expandVariables(new Map(Object.entries(properties))))

it('puts values in, also twice, through each other, and inside names', () => {
  const raw = {
    host: 'nn',
    kind: 'host',
    twice: `${reference('host')}:${reference('host')}`,
    far: `<${reference('twice')}>`,
    nested: reference(reference('kind')),
  }
  expect(expanded(raw)).toMatchObject({ twice: 'nn:nn', far: '<nn:nn>', nested: 'nn' })
})

it('leaves what it does not know, and what is no variable', () => {
  const raw = {
    a: `${reference('no.such')}/${reference('b')}`,
    b: 'x',
    c: `$b {b} $\{} $\{b`,
    d: reference('b c'),
  }
  expect(expanded(raw)).toEqual(raw)
})

it('leaves loops', () => {
  const raw = { self: `x${reference('self')}`, a: reference('b'), b: reference('a') }
  expect(expanded(raw)).toEqual(raw)
})

it('replaces 20 variables and no more', () => {
  const raw = { x: 'y', twenty: reference('x').repeat(20), more: reference('x').repeat(21) }
  expect(expanded(raw)).toEqual({ x: 'y', twenty: 'y'.repeat(20), more: raw.more })
})
