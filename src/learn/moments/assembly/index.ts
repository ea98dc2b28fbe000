export { addByNode } from './add-by-node'
export { addProducts } from './add-products'
export { centerColumn } from './center-column'
export { walkCodes } from './walk-codes'
