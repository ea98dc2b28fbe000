import { join } from 'node:path'
import { describe } from 'vitest'
import { temporaryDirectory } from '../store/temporary-store.ts'
import { storeCases } from './store.ts'
import { storeFilesCases } from './store-files.ts'

const place = { newBase: () => join(temporaryDirectory(), 'models'), options: () => ({}) }

describe('a store on the local disk', () => storeCases(place))
describe('files on the local disk', () => storeFilesCases(place))
