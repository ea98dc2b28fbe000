import { analyze } from './analyze.ts'
import type { Frame } from './frame.ts'
import { AnalyzePlanRequest_Explain_ExplainMode as ExplainMode } from './gen/spark/connect/base_pb.ts'
import type { Link } from './link.ts'
import { fieldsFromType, type SparkField } from './spark-field.ts'

/** The columns of a frame, in order. */
export async function schemaOf(link: Link, { relation }: Frame): Promise<SparkField[]> {
  const { result } = await analyze(link, 'schema', { case: 'schema', value: { plan: planOf(relation) } })
  return fieldsFromType(result.case === 'schema' ? result.value.schema : undefined)
}

/** How Spark would run a frame: its physical plan and the details of each step, as text. */
export async function explainFrame(link: Link, { relation }: Frame): Promise<string> {
  const value = { plan: planOf(relation), explainMode: ExplainMode.FORMATTED }
  const { result } = await analyze(link, 'explain', { case: 'explain', value })
  return result.case === 'explain' ? result.value.explainString : ''
}

/** The files that a frame would read, as URIs, in no order. */
export async function inputFilesOf(link: Link, { relation }: Frame): Promise<string[]> {
  const { result } = await analyze(link, 'input files', {
    case: 'inputFiles',
    value: { plan: planOf(relation) },
  })
  return result.case === 'inputFiles' ? result.value.files : []
}

function planOf(value: Frame['relation']) {
  return { opType: { case: 'root', value } as const }
}
