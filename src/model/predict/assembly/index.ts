export { findBins } from './find-bins'
export { predictBlock } from './predict-block'
export { predictOne } from './predict-one'
