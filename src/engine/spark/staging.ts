import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isHdfsUri } from '../../hdfs/hdfs-uri.ts'
import { openStore, type Store } from '../../store/store.ts'
import type { JobHost } from '../host.ts'

/** A place that both Spark and this process reach, for models on their way. */
export interface Staging {
  /** Makes ready a folder for a model, and gives its URI for Spark; nothing is there yet. */
  open(name: string): Promise<string>
  /** Hands the folder of a model to `use`, on the local disk. */
  read<T>(name: string, use: (directory: string) => Promise<T>): Promise<T>
  /** Removes what this process can of the whole place; never fails. */
  discard(): Promise<void>
}

/**
 * Finds a place for models on their way: in HDFS beside the store where that is there, else below `work`.
 *
 * @param models  The store; without one nothing is to be kept.
 */
export function stagingFor(
  { models, work }: { readonly models?: string | undefined; readonly work: string },
  host: JobHost,
): Staging {
  const id = host.newId()
  return models !== undefined && isHdfsUri(models)
    ? hdfsStaging(models, id, host)
    : localStaging(resolve(work, id))
}

function localStaging(folder: string): Staging {
  return {
    open: async (name) => `file://${folder}/${name}`,
    read: (name, use) => use(`${folder}/${name}`),
    discard: () => rm(folder, { recursive: true, force: true }).catch(() => {}),
  }
}

/** In `.freeflow/staging`, where the store's own cleaning finds what a run left behind. */
function hdfsStaging(models: string, id: string, host: JobHost): Staging {
  const opened = () => openStore(models, host.hdfs)
  const folderOf = (base: string) => `${base}/.freeflow/staging/${id}`
  return {
    open: async (name) => {
      const { base, files } = await opened()
      await files.makeDirectory(base, ['.freeflow', 'staging'])
      return `${folderOf(base)}/${name}`
    },
    read: async (name, use) => {
      const { base, files } = await opened()
      return files.withLocalCopy(`${folderOf(base)}/${name}`, use)
    },
    discard: async () => {
      const remove = async ({ base, files }: Store) => files.remove(folderOf(base))
      await opened()
        .then(remove)
        .catch(() => {})
    },
  }
}
