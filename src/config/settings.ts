import { z } from 'zod'
import { sizePattern } from '../bytes-from-text.ts'
import type { Setting } from './setting.ts'

const day = {
  type: 'text',
  rule: 'a day as YYYY-MM-DD',
  pattern: z.regexes.date,
  placeholder: 'day',
} as const

const sparkMemory = {
  type: 'text',
  rule: 'a size such as 4G or 512M',
  pattern: /^[1-9]\d*[kmgt]b?$/i,
  placeholder: 'size',
} as const

const path = { type: 'text', rule: 'a path', pattern: /./ } as const

/**
 * Every setting by the long name of its flag, which is also its key in the config file.
 *
 * Each is declared here once; its flag, its environment variable and its property in the JSON Schema come
 * from this table.
 */
export const settings = {
  data: { ...path, placeholder: 'uri', doc: 'feature table, or readings, which become features first' },
  models: { ...path, placeholder: 'uri', default: './models', doc: 'where versions are published' },
  'sensors-table': {
    ...path,
    placeholder: 'file',
    doc: 'sensors (default: sensors.csv beside the readings)',
  },
  preset: {
    type: 'choice',
    choices: ['nowcast'],
    placeholder: 'name',
    default: 'nowcast',
    doc: 'what to predict, and the parameters that go with it',
  },
  only: {
    type: 'names',
    choices: ['linear_regression', 'random_forest', 'gradient_boosted_trees'],
    placeholder: 'models',
    doc: 'names of the models to train (default: all)',
  },
  tune: { type: 'flag', default: true, doc: 'fixed parameters instead of a search' },
  cv: { type: 'flag', default: true, doc: 'no cross-validation, and so no search' },
  folds: { type: 'int', min: 2, max: 100, placeholder: 'n', default: 5, doc: 'folds of cross-validation' },
  split: {
    type: 'choice',
    choices: ['random', 'temporal', 'sensor'],
    placeholder: 'kind',
    default: 'random',
    doc: 'keep rows to judge on by chance, by time or by sensor',
  },
  purge: {
    type: 'text',
    rule: 'auto, or a time such as 75m or 2h',
    pattern: /^(auto|\d+[mh])$/,
    placeholder: 'time',
    default: 'auto',
    doc: 'gap before the test of a temporal split, and around its folds',
  },
  'start-date': { ...day, doc: 'first local day, YYYY-MM-DD, inclusive' },
  'end-date': { ...day, doc: 'last local day, YYYY-MM-DD, inclusive' },
  timezone: {
    type: 'text',
    rule: 'an IANA zone, for instance Europe/Copenhagen',
    normalise: timeZone,
    placeholder: 'zone',
    doc: "IANA zone (default: the table's own, else UTC)",
  },
  nulls: {
    type: 'choice',
    choices: ['drop', 'impute'],
    placeholder: 'policy',
    default: 'drop',
    doc: 'nulls of numeric columns: set the row aside, or put in the mean of the training rows',
  },
  'test-ratio': {
    type: 'float',
    min: 0.001,
    max: 0.999,
    placeholder: 'share',
    default: 0.2,
    doc: 'share of rows to judge on',
  },
  seed: {
    type: 'int',
    min: 0,
    max: 2 ** 31 - 1,
    placeholder: 'n',
    default: 42,
    doc: 'where random numbers start, also those of models without a seed of their own',
  },
  sensors: {
    type: 'int',
    min: 1,
    max: 10_000,
    placeholder: 'n',
    default: 40,
    doc: 'sensors to generate',
  },
  days: { type: 'int', min: 1, max: 366, placeholder: 'n', default: 7, doc: 'days to generate' },
  threads: {
    type: 'int',
    min: 1,
    max: 256,
    placeholder: 'n',
    doc: 'worker threads; they change the time, never a byte',
  },
  memory: {
    type: 'text',
    rule: 'a size such as 4G or 500M',
    pattern: sizePattern,
    placeholder: 'size',
    doc: 'most memory that a run here may plan with (default: what this process may have)',
  },
  work: {
    ...path,
    placeholder: 'dir',
    default: './.freeflow',
    doc: 'directory for what a run needs while it lasts, and for copies of data in HDFS',
  },
  'cache-size': {
    type: 'text',
    rule: 'a size such as 20G or 500M',
    pattern: sizePattern,
    placeholder: 'size',
    default: '20G',
    doc: 'what copies of data in HDFS may take below --work',
  },
  'webhdfs-url': {
    type: 'text',
    rule: 'http(s)://host:port',
    pattern: /^https?:\/\/./i,
    placeholder: 'url',
    doc: 'where WebHDFS answers, several by commas (default: as the URI and HADOOP_CONF_DIR say)',
  },
  'datanode-map': {
    type: 'text',
    rule: 'inner=outer, each host or host:port',
    pattern: /^[^=,]+=[^=,]+(,[^=,]+=[^=,]+)*$/,
    placeholder: 'inner=outer',
    doc: 'where DataNodes are reached from here, host or host:port, several by commas',
  },
  'datanode-hosts': {
    type: 'text',
    rule: 'hosts such as *.example.com',
    pattern: /./,
    placeholder: 'hosts',
    doc: 'DataNodes outside the domain of the NameNode, for instance *.example.com, several by commas',
  },
  'hdfs-deadline': {
    type: 'text',
    rule: 'a time such as 60s or 2m',
    pattern: /^[1-9]\d{0,5}[smh]$/,
    placeholder: 'time',
    default: '60s',
    doc: 'how long one operation on HDFS may take, repeats included',
  },
  engine: {
    type: 'choice',
    choices: ['embedded', 'spark'],
    placeholder: 'name',
    default: 'embedded',
    doc: 'who computes: this process, or Spark by --remote or --master',
  },
  remote: {
    type: 'text',
    rule: 'sc://host:port/;key=value;...',
    pattern: /^sc:\/\/./i,
    isSecret: true,
    placeholder: 'url',
    doc: 'Connect server of Spark, sc://host:15002/;token=... (default: SPARK_REMOTE)',
  },
  master: {
    type: 'text',
    rule: 'a master of Spark such as local[2], spark://host:7077 or yarn',
    pattern: /^(local(\[.+\])?|yarn|(spark|k8s):\/\/.+)$/,
    placeholder: 'url',
    doc: 'start a Connect server with this master, and stop it after',
  },
  'driver-memory': { ...sparkMemory, doc: 'memory of the driver of that server' },
  'executor-memory': { ...sparkMemory, doc: 'memory of each of its executors' },
  'total-executor-cores': {
    type: 'int',
    min: 1,
    max: 1_000_000,
    placeholder: 'n',
    doc: 'cores of all its executors together',
  },
  parallelism: {
    type: 'int',
    min: 1,
    max: 256,
    placeholder: 'n',
    default: 1,
    doc: 'fits of a search that Spark runs at the same time',
  },
  select: {
    type: 'choice',
    choices: ['best', 'one-se'],
    placeholder: 'rule',
    default: 'best',
    doc: 'which point of a search: the best, or the simplest within one standard error of it',
  },
  'time-limit': {
    type: 'text',
    rule: 'a time such as 90s, 10m or 2h',
    pattern: /^[1-9]\d{0,5}[smh]$/,
    placeholder: 'time',
    doc: 'begin no further fit of a search after this time; what is found till then is used',
  },
  'enforce-targets': {
    type: 'flag',
    default: false,
    doc: 'fail and publish nothing where a target is missed (exit 4)',
  },
  'fail-on-leak': {
    type: 'flag',
    default: false,
    doc: 'fail and publish nothing where features give the target away (exit 7)',
  },
  profile: { type: 'flag', default: false, doc: 'say where the time of growing trees here goes' },
  json: { type: 'flag', default: false, doc: 'one JSON document on stdout, all else on stderr' },
  quiet: { type: 'flag', default: false, doc: 'nothing but errors, warnings and the verdict' },
} as const satisfies Readonly<Record<string, Setting>>

/** Name of a setting: the long name of its flag. */
export type SettingName = keyof typeof settings

/** Gives a zone as Intl spells it. */
function timeZone(text: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
