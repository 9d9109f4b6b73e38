import { type Emulator, startEmulator } from './emulator.ts'
import type { EmulatorOptions } from './options.ts'

type Hook = (run: () => Promise<void> | void) => unknown

/** The hooks of a test runner, by its own names: Vitest and Jest have `beforeAll` and `afterAll`, node:test has `before` and `after`. */
export type TestHooks = { readonly beforeEach: Hook } & (
  | { readonly beforeAll: Hook; readonly afterAll: Hook }
  | { readonly before: Hook; readonly after: Hook }
)

/**
 * An emulator for the tests of a file: started before the first, reset before each, closed after the last.
 *
 * ```ts
 * import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
 *
 * const ses = useEmulator({ beforeAll, beforeEach, afterAll })
 * test('welcome', async () => {
 *   await createTransport(sesTransport(ses().transport)).sendMail(mail)
 *   expect(await ses().waitFor(1)).toMatchObject([{ subject: 'Welcome' }])
 * })
 * ```
 *
 * @returns what gives the emulator, once it is started
 */
export function useEmulator(hooks: TestHooks, options: EmulatorOptions = {}): () => Emulator {
  let emulator: Emulator | undefined
  const [beforeAll, afterAll] = 'beforeAll' in hooks ? [hooks.beforeAll, hooks.afterAll] : [hooks.before, hooks.after]

  beforeAll(async () => {
    emulator = await startEmulator(options)
  })
  hooks.beforeEach(() => emulator?.reset())
  afterAll(() => emulator?.close())

  return () => {
    if (emulator === undefined) throw new Error('The emulator is started before the first test, and not earlier')
    return emulator
  }
}
