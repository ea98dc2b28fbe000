import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withDuckDb } from '../../../src/table/duckdb.ts'
import { readGraph } from '../../../src/traffic/forecast/read-graph.ts'
import { temporaryFolder } from '../../cli/temporary-folder.ts'

const folder = temporaryFolder()

function read(text: string) {
  const path = join(folder, 'graph.csv')
  writeFileSync(path, text)
  return withDuckDb({ threads: 1 }, (connection) => readGraph(connection, path))
}

describe('readGraph', () => {
  it('gives an edge to both of its ends, and none from a sensor to itself', async () => {
    expect(await read('from,to,weight\n007,1,0.5\n1,1,1.0\n')).toEqual([
      { sensorId: '007', neighborId: '1', kind: 'down', weight: 0.5 },
      { sensorId: '1', neighborId: '007', kind: 'up', weight: 0.5 },
    ])
  })

  it('names the columns that are not there', async () => {
    await expect(read('from,to\n1,2\n')).rejects.toThrow(/graph\.csv: has no column weight$/)
  })

  it('refuses a negative weight', async () => {
    await expect(read('from,to,weight\n1,2,-1\n')).rejects.toThrow('1 to 2: weight -1 is below 0')
  })
})
