import { type Phase, type Profiler, timed } from '../profile.ts'
import type { CompiledCode } from './compiled-code.ts'

type Name = keyof CompiledCode
/** Gives what a call does from its arguments; see Profile. */
type CountUpdates = (args: readonly number[]) => number

const rows: CountUpdates = ([from, to, stride]) => (to - from) / stride
const values: CountUpdates = ([from, to, stride, numBundles]) => ((to - from) / stride) * numBundles
const none: CountUpdates = () => 0

const phaseOf: Readonly<Record<Name, readonly [Phase, CountUpdates]>> = {
  drawBag: ['bag', ([, numRows]) => numRows],
  takeBag: ['bag', none],
  drawRows: ['bag', rows],
  addBaggedRows: ['histograms', values],
  addBoostedRows: ['histograms', values],
  addBlocks: ['histograms', values],
  clearHistogram: ['histograms', none],
  subtractHistogram: ['histograms', none],
  sumHistograms: ['histograms', none],
  sumPacked: ['histograms', none],
  packBaggedRows: ['splits', none],
  packBoostedRows: ['splits', none],
  findSplit: ['splits', () => 1],
  partition: ['moving', rows],
  partitionBlocks: ['moving', rows],
  sumSquares: ['leaves', rows],
  closeRows: ['leaves', rows],
  settleRows: ['leaves', rows],
}
const shared: readonly Name[] = ['addBlocks', 'partitionBlocks']

/**
 * Wraps compiled code so that each call is timed, which takes some 0.1 microseconds of each.
 *
 * @param numThreads  How many threads share the calls that go over blocks of rows: each counts its part.
 */
export function timedCode(code: CompiledCode, profiler: Profiler, numThreads: number): CompiledCode {
  const wrap = (name: Name) => {
    const [phase, updatesOf] = phaseOf[name]
    const share = shared.includes(name) ? 1 / numThreads : 1
    return (...args: number[]) =>
      timed(profiler, phase, share * updatesOf(args), (): unknown => Reflect.apply(code[name], null, args))
  }
  const names = Object.keys(phaseOf)
  return Object.fromEntries(names.map((name) => [name, wrap(name as Name)])) as unknown as CompiledCode
}
