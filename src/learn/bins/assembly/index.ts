export { countCells, gatherCells, widenRange } from './cells'
export { countDistinct, gatherDistinct, readCounts } from './count-distinct'
export { findBins } from './find-bins'
