import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** A Python with PySpark and a Java to run it, or why there is none. */
export type PySpark = { readonly python: string } | { readonly absent: string }

/**
 * Finds PySpark: FREEFLOW_PYTHON, else the environment that scripts/python-env makes.
 *
 * With FREEFLOW_CLUSTER=require the environment is made where it is missing, and absence is an error.
 */
export function findPySpark(): PySpark {
  const required = process.env.FREEFLOW_CLUSTER === 'require'
  const made = pythonOf('spark')
  const python = process.env.FREEFLOW_PYTHON ?? made
  if (required && python === made && !existsSync(made)) makeEnvironment('spark')
  const found = whatIsThere(python)
  if ('absent' in found && required) throw new Error(`FREEFLOW_CLUSTER=require: ${found.absent}`)
  return found
}

/**
 * Finds PySpark of an older Spark, with FREEFLOW_FAULTS=full: then the environment is made where it is missing.
 *
 * @param name  Of its file in scripts/requirements, `spark-3.5` for instance.
 */
export function findOlderPySpark(name: string): PySpark {
  if (process.env['FREEFLOW_FAULTS'] !== 'full') return { absent: 'FREEFLOW_FAULTS=full tries older ones' }
  const python = pythonOf(name)
  if (!existsSync(python)) makeEnvironment(name)
  const found = whatIsThere(python)
  if ('absent' in found) throw new Error(`FREEFLOW_FAULTS=full: ${found.absent}`)
  return found
}

function pythonOf(name: string): string {
  return join(root, '.venv', name, 'bin/python')
}

function makeEnvironment(name: string): void {
  execFileSync(join(root, 'scripts/python-env'), [name], { stdio: ['ignore', 'ignore', 'inherit'] })
}

function whatIsThere(python: string): PySpark {
  if (spawnSync('java', ['-version']).status !== 0) return { absent: 'java does not run' }
  if (spawnSync(python, ['-c', 'import pyspark, numpy']).status !== 0) {
    return { absent: `${python} has no PySpark; scripts/python-env spark makes one` }
  }
  return { python }
}

/** The folder of the Spark that comes with a PySpark. */
export function sparkHomeOf({ python }: { readonly python: string }): string {
  const program = 'import os, pyspark; print(os.path.dirname(pyspark.__file__))'
  return spawnSync(python, ['-c', program], { encoding: 'utf8' }).stdout.trim()
}

/** Environment variables of a Python that runs Spark for a minute at most: compiling less starts it sooner. */
function pysparkEnvironment(python: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PYSPARK_PYTHON: python,
    SPARK_LOCAL_IP: '127.0.0.1',
    JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
  }
}

/**
 * Runs a Python program to its end and gives what it printed on stdout.
 *
 * @throws Error with both outputs if it ends with another status than 0.
 */
export function runPython(python: string, program: string, ...args: string[]): string {
  return runPythonIn({}, python, program, ...args)
}

/** The same with variables over those of the tests. */
export function runPythonIn(
  env: NodeJS.ProcessEnv,
  python: string,
  program: string,
  ...args: string[]
): string {
  const { status, stdout, stderr } = spawnSync(python, [program, ...args], {
    encoding: 'utf8',
    env: { ...pysparkEnvironment(python), ...env },
  })
  if (status !== 0) throw new Error(`${program} ended with ${status}\n${stdout}\n${stderr}`)
  return stdout
}
