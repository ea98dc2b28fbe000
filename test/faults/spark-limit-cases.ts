import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import { connect } from '../../src/spark/connect.ts'
import { numbersFromValue } from '../../src/spark/numbers-from-value.ts'
import { readModel } from '../../src/sparkml/read-model.ts'
import { predictVector } from '../cluster/predict.ts'
import type { SharedServer } from './shared-server.ts'
import { trainInSpark } from './train-in-spark.ts'

/** Within which a refusal must be told. */
const LIMIT_SECONDS = 10
const control = 'spark.connect.session.connectML.mlCache.memoryControl'

/** What is expected of runs on a Spark server that keeps little of models. */
export function sparkLimitCases({ folder, server }: SharedServer): void {
  const train = (name: string, limit: string) => {
    const places = ['--data', 'features', '--models', name, '--work', `work-${name}`]
    return trainInSpark([...places, '--conf', limit], folder, { SPARK_REMOTE: server().remote })
  }
  const versionsIn = (name: string) =>
    existsSync(join(folder, name))
      ? readdirSync(join(folder, name)).filter((one) => !one.startsWith('.'))
      : []

  it.each([
    ['model', 'maxModelSize', '1000', 'MODEL_SIZE_OVERFLOW_EXCEPTION'],
    ['session', 'maxStorageSize', '2000', 'ML_CACHE_SIZE_OVERFLOW_EXCEPTION'],
  ])('says which limit a %s does not keep, and publishes nothing', async (name, setting, bytes, error) => {
    const training = train(name, `${control}.${setting}=${bytes}`)
    await training.until('Fitting preprocessing')
    const beganMs = performance.now()
    const { code, stderr } = await training.ended
    const seconds = (performance.now() - beganMs) / 1000
    expect(stderr).toMatch(
      new RegExp(
        `^error: sc://127.0.0.1:\\d+: fit \\w+: \\[CONNECT_ML.${error}\\][^\\n]*\\nhint: raise ${control}.${setting}`,
        'm',
      ),
    )
    expect(code).toBe(exitCodes.engine)
    expect(versionsIn(name)).toEqual([])
    console.log(`SPARK limit=${setting} detected=1 seconds=${seconds.toFixed(1)} half=0`)
    expect(seconds).toBeLessThan(LIMIT_SECONDS)
  })

  it('gives the same from a model that was put out of memory', async () => {
    const spark = await connect(server().remote, { warn: (line) => console.warn(line) })
    onTestFinished(() => spark.close())
    await spark.setConfig({ [`${control}.maxInMemorySize`]: '1' })
    const params = { inputCols: ['a', 'b'], outputCol: 'features' }
    const assembler = { class: 'org.apache.spark.ml.feature.VectorAssembler', params }
    const query = 'select id % 7D a, id % 11D b, sin(id) + 2 * (id % 7) label from range(200)'
    const rows = await spark.persist(spark.transform(assembler, spark.sql(query)))
    const forest = { class: 'org.apache.spark.ml.regression.RandomForestRegressor', params: { seed: 42n } }
    const model = await spark.fit(forest, rows)
    // what is in memory
    expect(await spark.objects()).toEqual([])
    const predicted = await spark.collect(spark.transform(model, rows))
    await spark.save(model, join(folder, 'forest'))
    const read = await readModel(join(folder, 'forest'))
    for (const { features, prediction } of predicted)
      expect(predictVector(read, [...numbersFromValue(features)])).toBeCloseTo(Number(prediction), 12)
    await spark.delete(model)
    console.log(`SPARK evicted=1 differing=0 rows=${predicted.length}`)
  })
}
