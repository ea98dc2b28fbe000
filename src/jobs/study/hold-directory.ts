import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Times that a holder who meets another one tries. */
const NUM_TRIES = 3

/** Lets go of a directory. */
export type Release = () => Promise<void>

/**
 * Holds a directory of the local disk against other processes that ask the same.
 *
 * Each puts a file with its own name there, then looks for those of others, so two can stand back at the same time
 * but never both hold. What a process leaves that was killed counts no more; one of another host always does, as
 * nothing can be seen of it from here.
 *
 * @returns The name of the file of the holder that was met, which says host and process, if there is one.
 */
export async function holdDirectory(directory: string): Promise<Release | string> {
  const path = join(directory, await ownName())
  for (let turn = 1; ; turn++) {
    await writeFile(path, '')
    const other = await findOther(directory, path)
    if (other === null) return () => rm(path, { force: true })
    await rm(path, { force: true })
    if (turn === NUM_TRIES) return other
    // two who stood back for each other come again at different times
    await sleep(20 * turn * (1 + (process.pid % 8)))
  }
}

const prefix = 'held-by-'

async function ownName(): Promise<string> {
  return [`${prefix}${hostname()}`, process.pid, await startOf(process.pid)].join('.')
}

async function findOther(directory: string, own: string): Promise<string | null> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name)
    if (!name.startsWith(prefix) || path === own) continue
    if (await isHeld(name)) return path
    await rm(path, { force: true })
  }
  return null
}

async function isHeld(name: string): Promise<boolean> {
  const [start, pid, ...host] = name.slice(prefix.length).split('.').reverse()
  if (host.reverse().join('.') !== hostname()) return true
  return (await startOf(Number(pid))) === start
}

/** Gives the time at which a process began, so that a pid that was used again is told apart; '' if it has ended. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  // the name of the program, in brackets, may hold blanks
  if (stat !== null) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  return isThere(pid) ? 'unknown' : ''
}

/** For systems without /proc. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
