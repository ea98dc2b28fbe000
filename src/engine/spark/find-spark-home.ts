import { execFile } from 'node:child_process'
import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { FreeflowError } from '../../errors.ts'
import { checkVersion } from '../../spark/check-version.ts'

const hint = 'set SPARK_HOME to a Spark 4, or install PySpark: pip install pyspark'
const program = 'import os, pyspark; print(os.path.dirname(pyspark.__file__))'

/**
 * Gives the directory of Spark: the given one, else that of the PySpark that python3 finds.
 *
 * @throws FreeflowError `engine` where there is none, or an older one than 4.0, which has no server to learn in.
 */
export async function findSparkHome(given: string | undefined): Promise<string> {
  const home = given ?? (await pysparkHome())
  const submit = join(home, 'bin/spark-submit')
  await access(submit).catch((cause: unknown) => {
    throw new FreeflowError('engine', `${submit}: there is no Spark`, { hint, cause })
  })
  const version = await versionOf(home)
  if (version !== null) checkVersion(home, version)
  return home
}

/** The version that the names of its jars say; null where there is none so named. */
async function versionOf(home: string): Promise<string | null> {
  const names = await readdir(join(home, 'jars')).catch(() => [])
  return names.flatMap((name) => /^spark-core_[\d.]+-(.+)\.jar$/.exec(name)?.[1] ?? [])[0] ?? null
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
