import { startGateway } from './processes.ts'

/** A hundred thousand mails through one transport, with pacing off: the last must cost what the first did. */
export async function benchLongRun(): Promise<void> {
  const gateway = await startGateway()
  const results = await gateway.run({ through: 'ours', mail: 'text', rounds: 10, count: 10_000, inFlight: 50 })
  gateway.close()

  console.log('\n100,000 mails through one transport, by tenths')
  const cpu = results.map(({ cpuMs }) => cpuMs / 10)
  const [first = Number.NaN] = cpu
  console.log(`  CPU, µs a mail: ${cpu.map((micros) => micros.toFixed(0)).join(', ')}`)
  console.log(`    the last tenth against the first: ${((cpu.at(-1) ?? Number.NaN) / first).toFixed(2)}`)
  console.log(`  heap, MB: ${results.map(({ heapMb }) => heapMb.toFixed(1)).join(', ')}`)
}
