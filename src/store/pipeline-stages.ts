import { listFolder } from './list-folder.ts'
import type { Entry, StoreFiles } from './store-files.ts'

/**
 * Gives the metadata of a Spark ML pipeline, which name its stages; equal pipelines have equal ones.
 *
 * @param directory  Holds `metadata/part-*`.
 * @returns Empty if there are none.
 */
export async function pipelineText(files: StoreFiles, directory: string): Promise<string> {
  const texts: string[] = []
  for (const { name, kind } of await listFolder({ files, base: directory }, ['metadata']))
    if (kind === 'file' && /^[^._]/.test(name))
      texts.push(Buffer.from(await files.read(`${directory}/metadata/${name}`)).toString())
  return texts.join('')
}

/**
 * Says whether the metadata of a pipeline name the stage of a directory, `<i>_<uid>`.
 *
 * Where in doubt they do: the uid anywhere in the text will do, and without metadata every stage is named.
 */
export function isStageNamed(text: string, name: string): boolean {
  return text === '' || !/^\d+_./.test(name) || text.includes(`"${name.slice(name.indexOf('_') + 1)}"`)
}

/** Lists what is in `stages` of a pipeline, apart by whether its metadata name it. */
export async function pipelineStages(
  files: StoreFiles,
  directory: string,
): Promise<{ readonly named: readonly Entry[]; readonly unnamed: readonly Entry[] }> {
  const text = await pipelineText(files, directory)
  const stages = await listFolder({ files, base: directory }, ['stages'])
  return {
    named: stages.filter(({ name }) => isStageNamed(text, name)),
    unnamed: stages.filter(({ name }) => !isStageNamed(text, name)),
  }
}
