import { hostileInputs, workOf } from '../help/hostile-input.ts'

const SIZES = [16_384, 65_536, 262_144]

/**
 * How the time of a step grows with its input: 1 is in step with it, 2 would be by the square. Collecting garbage makes it
 * up to 1.6 where there is much of it.
 */
export async function benchHostile(): Promise<void> {
  console.log(
    '\nHostile input: processor time at 16, 64 and 256 KB, and its growth over the last two (the slowest ten)',
  )
  const measured = hostileInputs.map((input) => {
    const times = SIZES.map((size) => Math.min(...Array.from({ length: 3 }, () => workOf(input, size))))
    const [before = 0, last = 0] = times.slice(-2)
    return { name: input.name, times, last, exponent: Math.log(last / Math.max(before, 0.1)) / Math.log(4) }
  })
  for (const { name, times, exponent } of measured.toSorted((a, b) => b.last - a.last).slice(0, 10))
    console.log(`  ${name}: ${times.map((ms) => ms.toFixed(1)).join(', ')} ms, ${exponent.toFixed(2)}`)
  // What takes a few milliseconds says nothing of its growth.
  const steepest = measured.filter(({ last }) => last > 20).toSorted((a, b) => b.exponent - a.exponent)[0]
  console.log(`  of ${measured.length}, the steepest: ${steepest?.name}, ${steepest?.exponent.toFixed(2)}`)
}
