import { explainAttempt } from '../../lib/explain/explain.ts'

/** Replies that cost a careless parser the square of their length. */
const units: Readonly<Record<string, string>> = {
  spaces: ' ',
  letters: 'A',
  'keys without end': '"Code" ',
  'keys and colons': '"Code" : ',
  backslashes: '\\',
  'escaped keys': '\\"Code\\":\\"',
  braces: '{"',
  'continued lines': '\n554-5.0.0 ',
  'codes without end': 'FailedOperation.',
  'words read as Latin-1': '\xe6\x93\x8d',
  'half characters': '\xe6',
}
const lengths = [8_192, 16_384, 32_768, 65_536, 1_048_576]

/** Time for a reply by its length: twice as long, twice the time, and from 64 KB on no more of it is looked at. */
export function benchReplies(): void {
  console.log(`\nReplies of ${lengths.map((length) => `${length / 1024} KB`).join(', ')}: µs to explain one`)
  for (const [name, unit] of Object.entries(units)) {
    const times = lengths.map((length) => timeOf(`554-${unit.repeat(Math.ceil(length / unit.length))}`))
    console.log(`  ${name}: ${times.map((micros) => micros.toFixed(0)).join(', ')}`)
  }
}

function timeOf(response: string): number {
  const RUNS = 50
  const reply = { status: 554, text: response, isCut: false }
  const run = () =>
    explainAttempt({ failed: 'message', went: 'all', reply }, { meanings: [], now: 0, attempts: 1, language: 'en' })
  for (let index = 0; index < RUNS; index++) run()
  const started = performance.now()
  for (let index = 0; index < RUNS; index++) run()
  return ((performance.now() - started) / RUNS) * 1_000
}
