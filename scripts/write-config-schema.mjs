// writes schema/config.schema.json from the compiled declarations; run by `npm run schema`
import { mkdirSync, writeFileSync } from 'node:fs'
import { configJsonSchema } from '../dist/config/config-json-schema.js'

const folder = new URL('../schema/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('config.schema.json', folder), `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
