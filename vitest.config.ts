import { defineConfig } from 'vitest/config'

// tests are typed against src and run against dist: what is tested is what is shipped, workers included
export default defineConfig({
  resolve: { alias: [{ find: /^(.*)\/src\/(.*)\.ts$/, replacement: '$1/dist/$2.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
