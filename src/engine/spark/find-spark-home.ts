import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { FreeflowError } from '../../errors.ts'

const hint = 'set SPARK_HOME to a Spark 4, or install PySpark: pip install pyspark'
const program = 'import os, pyspark; print(os.path.dirname(pyspark.__file__))'

/**
 * Gives the directory of Spark: the given one, else that of the PySpark that python3 finds.
 *
 * @throws FreeflowError `engine` where there is none.
 */
export async function findSparkHome(given: string | undefined): Promise<string> {
  const home = given ?? (await pysparkHome())
  const submit = join(home, 'bin/spark-submit')
  await access(submit).catch((cause: unknown) => {
    throw new FreeflowError('engine', `${submit}: there is no Spark`, { hint, cause })
  })
  return home
}

async function pysparkHome(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', program])
    return stdout.trim()
  } catch (cause) {
    throw new FreeflowError(
      'engine',
      'no Spark is found: SPARK_HOME is not set, and python3 has no PySpark',
      {
        hint,
        cause,
      },
    )
  }
}
