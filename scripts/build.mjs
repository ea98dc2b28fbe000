// Builds dist: TypeScript, and the WebAssembly modules beside it.
//
// usage: node scripts/build.mjs [--if-stale]
// --if-stale: only where a source has changed since the last build.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const built = join(root, 'dist/.built')
const sources = ['src', 'scripts/build.mjs', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']
const modules = [
  'src/hdfs/assembly',
  'src/learn/bins/assembly',
  'src/learn/bundles/assembly',
  'src/learn/finish/assembly',
  'src/learn/kernel/assembly',
  'src/learn/moments/assembly',
  'src/model/predict/assembly',
]

if (!process.argv.includes('--if-stale') || isStale()) await build()

async function build() {
  const began = new Date()
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  await Promise.all([compileSources(), compileModules()])
  chmodSync(join(root, 'dist/cli/main.js'), 0o755)
  writeFileSync(built, '')
  // what changes while it is built counts as changed
  utimesSync(built, began, began)
}

async function compileSources() {
  await run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
  // one file with all that it imports: a thread that has to find forty of them takes twice as long to start
  const { build: bundle } = await import('rolldown')
  const [input, file] = ['dist/learn/tree-worker.js', 'dist/learn/tree-worker.cjs'].map((to) =>
    join(root, to),
  )
  await bundle({ input, platform: 'node', output: { file, format: 'cjs' } })
}

async function compileModules() {
  for (const module of modules) await run('assemblyscript/bin/asc.js', '--config', `${module}/asconfig.json`)
}

/** Runs a program of a package; what it says is said here, and where it fails so does the build. */
async function run(program, ...args) {
  const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  const [code] = await once(child, 'close')
  if (code !== 0) process.exit(1)
}

function isStale() {
  const stamp = statSync(built, { throwIfNoEntry: false })
  return stamp === undefined || sources.some((path) => newest(join(root, path)) > stamp.mtimeMs)
}

/** Gives when a file, or anything in a directory, was changed last, in ms; of a directory its list of names too. */
function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
