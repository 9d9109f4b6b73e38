import { Socket } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startEmulator } from '../../lib/emulator/index.ts'
import { openSocket } from '../../lib/send/socket.ts'
import { StopSource } from '../../lib/stop.ts'
import { settingsOf } from '../help/letters.ts'

it('lets no packet wait for the one before it, and no program for the socket', async () => {
  const ses = await startEmulator()
  const noDelay = vi.spyOn(Socket.prototype, 'setNoDelay')
  const unref = vi.spyOn(Socket.prototype, 'unref')
  onTestFinished(async () => {
    vi.restoreAllMocks()
    await ses.close()
  })

  const socket = await openSocket(settingsOf(ses.transport), undefined, new StopSource())
  expect(noDelay.mock.contexts).toContain(socket)
  expect(noDelay.mock.calls).not.toContainEqual([false])
  expect(unref.mock.contexts).toContain(socket)
  socket.destroy()
})
