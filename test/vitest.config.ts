import { defineConfig } from 'vitest/config'

const needPackage = 'test/package/**/*.test.ts'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    setupFiles: ['test/setup.ts'],
    reporters: ['default', './test/count-reporter.ts'],
    testTimeout: 20_000,
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
