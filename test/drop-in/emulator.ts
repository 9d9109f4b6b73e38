import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inject } from 'vitest'

type EmulatorModule = typeof import('../../lib/emulator/index.ts')

/** The emulator of the package that is tested, in the test's own process. */
export async function startPackedEmulator(
  ...options: Parameters<EmulatorModule['startEmulator']>
): ReturnType<EmulatorModule['startEmulator']> {
  const file = pathToFileURL(join(inject('packed').folder, 'dist/emulator.js'))
  const { startEmulator } = (await import(file.href)) as EmulatorModule
  return startEmulator(...options)
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
