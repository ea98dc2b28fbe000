export { addDistinct } from './add-distinct'
export { countCells, gatherCells, widenRange } from './cells'
export { findBins } from './find-bins'
