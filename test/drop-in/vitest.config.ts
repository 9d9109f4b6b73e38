import { defineConfig } from 'vitest/config'

// The rows that install what users have, from npm's registry: minutes, not seconds. `npm run test:slow` has the short ones.
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/drop-in/**/*.test.ts'],
    globalSetup: ['test/package/pack.ts'],
    reporters: ['verbose', './test/count-reporter.ts'],
    testTimeout: 10 * 60_000,
    hookTimeout: 10 * 60_000,
    maxWorkers: 2,
  },
})
