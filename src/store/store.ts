import { FreeflowError } from '../errors.ts'
import { type HdfsOptions, hdfsOptionsFromEnvironment } from '../hdfs/hdfs-options.ts'
import { filesAt } from './files-at.ts'
import type { StoreFiles } from './store-files.ts'

/** A place that keeps versions of models: `{base}/{model}/{YYYYMMDD_HHMMSS}/`. */
export interface Store {
  /** Absolute path of the base directory, of an HDFS its URI; no slash at the end. */
  readonly base: string
  /** The base directory as a URI. */
  readonly uri: string
  /** How its files are reached. */
  readonly files: StoreFiles
}

/** One version of a model, wherever it lies. */
export interface StoredVersion {
  /** Name of the model: the name of the directory that holds the version. */
  readonly model: string
  /** Name of the version, `YYYYMMDD_HHMMSS` in UTC; of a directory that was given by path, its own name. */
  readonly version: string
  /** Absolute path of the version directory, of an HDFS its URI; no slash at the end: what `models latest` prints. */
  readonly directory: string
  /** The version directory as a URI: `model_path` in metadata.json. */
  readonly uri: string
  /** How its files are reached. */
  readonly files: StoreFiles
}

/**
 * Opens the store at a plain path, a `file:///` URI or a URI of HDFS (`hdfs://`, `webhdfs://`, `swebhdfs://`);
 * writes nothing.
 *
 * A base that is not there yet is an empty store; the first publish makes it.
 *
 * @param hdfs  How an HDFS is reached; without it what the environment says (HADOOP_CONF_DIR and others).
 * @throws FreeflowError `usage` for another scheme, `storage` if the base is no directory or cannot be looked at.
 */
export async function openStore(
  uri: string,
  hdfs: HdfsOptions = hdfsOptionsFromEnvironment(process.env),
): Promise<Store> {
  const { files, path: base } = await filesAt(uri, hdfs)
  const real = await files.realPath(base)
  const kind = real === null ? 'directory' : (await files.stat(real))?.kind
  if (kind !== 'directory') {
    throw new FreeflowError('storage', `store ${base} must be a directory, it is a ${kind}`, {
      hint: 'choose a directory, or a path where none is yet',
    })
  }
  return { base, uri: files.uriOf(base), files }
}
