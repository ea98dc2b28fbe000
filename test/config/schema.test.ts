import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { configJsonSchema } from '../../src/config/config-json-schema.ts'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import { settings } from '../../src/config/settings.ts'

const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))

describe('the published schema', () => {
  it('is what the code gives (else run npm run schema)', () => {
    const published = JSON.parse(readFileSync(pathOf('schema/config.schema.json'), 'utf8'))
    expect(published).toEqual(configJsonSchema())
  })

  it('describes each setting and each parameter', () => {
    const { properties } = JSON.parse(JSON.stringify(configJsonSchema()))
    for (const name of Object.keys(settings)) expect(properties[name].description).not.toBe('')
    expect(properties['test-ratio']).toEqual({
      type: 'number',
      minimum: 0.001,
      maximum: 0.999,
      default: 0.2,
      description: 'share of rows to judge on',
    })
    expect(properties.random_forest.properties.maxDepth).toMatchObject({
      minimum: 0,
      maximum: 30,
      default: 5,
    })
    expect(properties.random_forest.properties.grid.properties.maxDepth.items).toMatchObject({ maximum: 30 })
    expect(properties.random_forest.additionalProperties).toBe(false)
  })
})

describe('examples/nowcast.yaml', () => {
  it('is a config, with the grid that was asked for', async () => {
    const { params, grids } = await readConfigFile(pathOf('examples/nowcast.yaml'))
    expect(params.random_forest).toMatchObject({ numTrees: 100, maxDepth: 12, featureSubsetStrategy: 0.82 })
    const numPoints = Object.values(grids.random_forest ?? {}).reduce(
      (product, list) => product * list.length,
      1,
    )
    expect(numPoints).toBe(27)
  })
})

describe('examples/cluster.yaml', () => {
  it('is a config with the places in HDFS that were asked for', async () => {
    const { settings } = await readConfigFile(pathOf('examples/cluster.yaml'))
    expect(settings.get('data')).toBe('hdfs://namenode:9000/traffic-data/processed/ml-features/')
    expect(settings.get('models')).toBe('hdfs://namenode:9000/traffic-data/models/')
  })
})
