import { defineConfig } from 'vitest/config'
import { CASES } from './help/random.ts'

const needPackage = 'test/package/**/*.test.ts'
const timeoutMs = 20_000 + 100 * CASES

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    setupFiles: ['test/setup.ts'],
    reporters: ['default', './test/count-reporter.ts'],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    projects: [
      {
        extends: true,
        test: { name: 'lib', include: ['test/**/*.test.ts'], exclude: [needPackage, 'test/drop-in/**'] },
      },
      // Packed once for all of its files, and only if one of them runs.
      { extends: true, test: { name: 'package', include: [needPackage], globalSetup: ['test/package/pack.ts'] } },
    ],
  },
})
