import fc from 'fast-check'
import { afterAll, expect } from 'vitest'
import { CASES, SEED } from './help/random.ts'

// What `fc.assert` and `fc.sample` go by.
fc.configureGlobal({ seed: SEED, numRuns: CASES })

// A process warning (a leaked listener, a deprecated call) fails the file that caused it.
const warnings: Error[] = []
const listen = (warning: Error) => warnings.push(warning)
process.on('warning', listen)
afterAll(async () => {
  await new Promise(setImmediate) // a warning comes a moment after its cause
  process.off('warning', listen)
  expect(warnings).toEqual([])
})
