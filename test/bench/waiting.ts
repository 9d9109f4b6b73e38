import { once } from 'node:events'
import type { EmulatorTransport } from '../../lib/emulator/index.ts'
import { start } from './start.ts'
import type { WaiterResult } from './waiter.ts'

/** What waiting costs: memory, processor time, and the time that a process takes to end. */
export async function benchWaiting(): Promise<void> {
  const gateway = start('gateway.ts')
  const [transport] = (await once(gateway, 'message')) as [EmulatorTransport]
  const waiter = start('waiter.ts')
  waiter.send(transport)
  const ended = once(waiter, 'exit')
  const [result] = (await once(waiter, 'message')) as [WaiterResult]
  const toldAt = performance.now()
  await ended
  const exitMs = performance.now() - toldAt
  gateway.disconnect()

  const { mailsMb, enterMicros, closeMs, turnMicros, recipientsMb, recipientMicros } = result
  console.log('\nWhat waiting costs')
  console.log(`  100,000 mails in the line: ${mailsMb.toFixed(0)} MB, ${enterMicros.toFixed(0)} µs of CPU to enter one`)
  console.log(`  close(): all of them fail within ${closeMs.toFixed(0)} ms`)
  for (const { perSecond, micros } of turnMicros) {
    console.log(`  a turn at ${perSecond} a second: ${micros.toFixed(0)} µs of CPU`)
  }
  console.log(
    `  recipientLimit, a million recipients: ${recipientsMb.toFixed(0)} MB, ${recipientMicros.toFixed(1)} µs a mail`,
  )
  console.log(`  the process ends ${exitMs.toFixed(0)} ms after its last work`)
}
