import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findGraph } from '../../../src/jobs/forecast/find-graph.ts'
import { neighboursLine } from '../../../src/jobs/forecast/neighbours-line.ts'
import { withOpenForecast } from '../../../src/jobs/forecast/open-forecast.ts'
import { temporaryFolder } from '../../cli/temporary-folder.ts'

const folder = temporaryFolder()

it('says how many sensors the graph beside the data gives a neighbour with speeds, or that they are learnt', async () => {
  const data = join(folder, 'readings')
  mkdirSync(data)
  writeFileSync(
    join(data, 'part.csv'),
    [
      'sensor_id,timestamp,speed',
      ...['a', 'b', 'c'].map((sensor) => `${sensor},2012-03-01 00:00:00,60`),
    ].join('\n'),
  )
  const lineWith = (graph: string | undefined) =>
    withOpenForecast(data, { graph, testRatio: 0.2, purge: 'auto', threads: 1 }, [], async (forecast) =>
      neighboursLine(forecast),
    )
  expect(await lineWith(await findGraph({ data }))).toBe(
    'No graph of the roads: neighbours are learnt from the speeds',
  )
  const graph = join(folder, 'adjacency.csv')
  // c leads to a sensor that nobody has heard of
  writeFileSync(graph, 'from,to,weight\na,b,1\nc,x,1\n')
  expect(await findGraph({ data })).toBeUndefined()
  expect(await findGraph({ data: join(folder, 'part.csv') })).toBe(graph)
  expect(await findGraph({ data, graph })).toBe(graph)
  expect(await lineWith(graph)).toBe(`Neighbours come from ${graph}, which covers 2 of 3 sensors`)
})
