import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { localFiles } from '../../src/store/local-files.ts'
import { temporaryDirectory } from './temporary-store.ts'

it('gives a name to one of two that want it at once', async () => {
  const base = temporaryDirectory()
  for (let round = 0; round < 20; round++) {
    const to = `${base}/taken${round}`
    const outcomes = ['a', 'b'].map((name) => {
      mkdirSync(`${base}/${name}${round}`)
      writeFileSync(`${base}/${name}${round}/of-${name}`, '')
      return localFiles.rename(`${base}/${name}${round}`, to)
    })
    expect((await Promise.all(outcomes)).sort()).toEqual(['done', 'exists'])
    expect(readdirSync(to).length).toBe(1)
  }
})
