export { deltaOf } from './close-node'
export { drawBag } from './draw-bag'
export { drawRows } from './draw-rows'
export { growShared, startShared } from './grow-shared'
export {
  buildBaggedHistogram,
  buildBoostedHistogram,
  growBagged,
  growBoosted,
  sumTargets,
} from './grow-trees'
export { writeNode } from './node'
export * from './settings'
export { settleRows } from './settle-rows'
export { takeBag } from './take-bag'
export { endShared } from './team'
