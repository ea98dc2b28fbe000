export { numberPairs, replacePairs } from './pairs'
