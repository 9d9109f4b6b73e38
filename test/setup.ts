import { afterAll, expect } from 'vitest'

// A process warning (a leaked listener, a deprecated call) fails the file that caused it.
const warnings: Error[] = []
process.on('warning', (warning) => warnings.push(warning))
afterAll(() => expect(warnings).toEqual([]))
