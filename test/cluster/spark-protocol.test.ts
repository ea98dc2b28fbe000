import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createFileRegistry,
  createRegistry,
  type DescField,
  type DescFile,
  fromBinary,
} from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { describe, expect, it } from 'vitest'
import { file_spark_connect_base } from '../../src/spark/gen/spark/connect/base_pb.ts'
import { temporaryDirectory } from '../sparkml/hand-made.ts'
import { findPySpark, runPython } from './pyspark.ts'
import { sparkHome } from './spark-server.ts'

const spark = findPySpark()

if ('absent' in spark)
  console.warn(`LEFT OUT: our .proto files were not compared with Spark's: ${spark.absent}`)

/** Every field, enum value and method of the package, by its full name, with what the wire depends on. */
function wireOf(files: Iterable<DescFile>): Map<string, string> {
  const wire = new Map<string, string>()
  for (const desc of createRegistry(...files)) {
    if (!desc.typeName.startsWith('spark.connect.')) continue
    if (desc.kind === 'enum') {
      for (const { name, number } of desc.values) wire.set(`${desc.typeName}.${name}`, String(number))
    } else if (desc.kind === 'message') {
      for (const field of desc.fields) wire.set(`${desc.typeName}.${field.name}`, wireOfField(field))
    } else if (desc.kind === 'service') {
      for (const { name, methodKind, input, output } of desc.methods) {
        wire.set(`${desc.typeName}.${name}`, `${methodKind} ${input.typeName} ${output.typeName}`)
      }
    }
  }
  return wire
}

function wireOfField({ proto, oneof }: DescField): string {
  const { number, label, type, typeName, proto3Optional } = proto
  return JSON.stringify({ number, label, type, typeName, proto3Optional, oneof: oneof?.name ?? null })
}

function withImports(file: DescFile): DescFile[] {
  return [...new Set([...file.dependencies.flatMap(withImports), file])]
}

/** Whether a server of 4.0, which SPARK_HOME may name, has nothing of that name. */
function isUnknown(name: string, theirs: ReadonlyMap<string, string>): boolean {
  return !theirs.has(name) && !theirs.has('spark.connect.MlCommand.get_cache_info')
}

/** The same of the .proto files in the jar of a server. */
function wireOfServer(python: string, directory: string): Map<string, string> {
  const jars = join(sparkHome(), 'jars')
  const jar = readdirSync(jars).find((name) => /^spark-connect_2\.13-[\d.]+\.jar$/.test(name))
  const descriptors = join(directory, 'descriptors')
  runPython(python, join(import.meta.dirname, 'connect_protos.py'), join(jars, String(jar)), descriptors)
  return wireOf(createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors))).files)
}

describe.skipIf('absent' in spark)('our part of the protocol', () => {
  it('has the numbers, names and types of the server, which knows more', () => {
    if ('absent' in spark) throw new Error(spark.absent)
    const theirs = wireOfServer(spark.python, temporaryDirectory())
    const ours = wireOf(withImports(file_spark_connect_base))
    expect([...ours].filter(([name, wire]) => theirs.get(name) !== wire && !isUnknown(name, theirs))).toEqual(
      [],
    )
    expect(ours.size).toBeGreaterThan(250)
    expect(theirs.size).toBeGreaterThan(ours.size)
  })
})
