import { defineConfig } from 'vitest/config'
import { CASES } from './help/random.ts'

/** The files of `npm run test:slow`, with what takes their time; `npm test` has all others. A file is slow or fast as a whole. */
const slow = [
  'test/cli/{cli,emulator,send,verify}.test.ts', // a process for each row
  'test/emulator/page/browser/*.test.ts', // a browser
  'test/examples/emulator-api.test.ts', // a browser, pytest, a process
  'test/fit/*-bounds.test.ts', // megabytes of HTML
  'test/growth.test.ts', // a thousand hostile inputs
  'test/wire/bounds.test.ts', // hundreds of megabytes, and of thousands of recipients
  'test/wire/injection.test.ts', // four thousand mails
  'test/wire/pace.test.ts', // a rate, kept to for seconds
  'test/wire/shared-pace.test.ts', // the same with several processes, and a Redis that goes and comes
  'test/wire/{soak,status-soak}.test.ts', // hundreds of mails, with faults
]
/** They are slow too: the package is built, once for all of them. */
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
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...slow, needPackage, 'test/drop-in/**'],
          // Loading the same modules for each file anew would take half of the time.
          isolate: false,
          // Most of them wait for a connection now and then, which leaves room for the reporter.
          maxWorkers: '100%',
        },
      },
      // After the fast ones, where both run: some of them measure time.
      { extends: true, test: { name: 'slow', include: slow, sequence: { groupOrder: 1 } } },
      {
        extends: true,
        test: {
          name: 'package',
          include: [needPackage],
          globalSetup: ['test/package/pack.ts'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
