import { spawnSync } from 'node:child_process'
import { onTestFinished, type TestContext } from 'vitest'
import { temporaryDirectory } from './temporary-store.ts'

/** Mounts a small file system of its own; skips the test where that is not permitted. */
export function smallDisk(context: TestContext, size: '16k' | '256k'): string {
  const directory = temporaryDirectory()
  const options = ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]
  if (spawnSync('mount', options).status !== 0) context.skip('no file system can be mounted here')
  onTestFinished(() => void spawnSync('umount', [directory]))
  return directory
}
