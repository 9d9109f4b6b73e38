import { replaceCids } from '../../lib/fit/cid-references.ts'
import { foldHtml } from '../../lib/fit/fold-html.ts'
import { foldText } from '../../lib/fit/fold-text.ts'
import { letterFromBytes } from '../../lib/read/letter-from-bytes.ts'
import { hostileHtml, repeated } from '../help/hostile.ts'
import { settingsOf } from '../help/letters.ts'

const SIZES = [16_384, 65_536, 262_144, 1_048_576]
const raw = (headers: string, body: string) => {
  const message = Buffer.from(`From: a@example.com\r\nSubject: s\r\n${headers}\r\n\r\n${body}`)
  return letterFromBytes(message, ['ann@example.org'], settingsOf())
}
const multipart = 'Content-Type: multipart/mixed; boundary=b'

/** What a hostile mail may be made of, and what has to read it. */
const rows: readonly (readonly [name: string, run: (length: number) => unknown])[] = [
  ...hostileHtml.map(([name, html]) => [`fold ${name}`, (length: number) => foldHtml(html(length), 1_990)] as const),
  ...hostileHtml.map(
    ([name, html]) =>
      [`cid ${name}`, (length: number) => replaceCids(html(length), () => 'https://a.example/')] as const,
  ),
  ...['a', ' ', 'a ', '中', '\r'].map(
    (text) =>
      [`fold text ${JSON.stringify(text)}`, (length: number) => foldText(repeated(text, length), 1_990)] as const,
  ),
  ['raw, lines', (length) => raw('X: a', repeated('\r\n', length))],
  ['raw, lines in Base64', (length) => raw('Content-Transfer-Encoding: base64', repeated('\r\n', length))],
  [
    'raw, HTML of links without end beside a text',
    (length) =>
      raw(
        'Content-Type: multipart/alternative; boundary=b',
        `--b\r\n\r\na\r\n--b\r\nContent-Type: text/html\r\n\r\n${repeated('<a href="', length)}`,
      ),
  ],
  [
    'raw, lines in quoted-printable',
    (length) => raw('Content-Transfer-Encoding: quoted-printable', repeated('a\n', length)),
  ],
  ['raw, parts', (length) => raw(multipart, repeated(`--b\r\n\r\n${'a'.repeat(80)}\r\n`, length))],
  ['raw, lines around parts', (length) => raw(multipart, repeated('a\r\n', length))],
]

/**
 * How the time of a step grows with its input: 1 is in step with it, 2 would be by the square. Collecting garbage makes it
 * up to 1.6 where there is much of it.
 */
export async function benchHostile(): Promise<void> {
  console.log(
    '\nHostile input: processor time at 16, 64, 256 and 1,024 KB, and its growth over the last two (the slowest ten)',
  )
  const measured: { name: string; times: number[]; exponent: number }[] = []
  for (const [name, run] of rows) {
    const times: number[] = []
    for (const size of SIZES) times.push(await fastest(() => run(size)))
    const [before = 0, last = 0] = times.slice(-2)
    measured.push({ name, times, exponent: Math.log(last / before) / Math.log(4) })
  }
  for (const { name, times, exponent } of measured
    .toSorted((a, b) => (b.times[3] ?? 0) - (a.times[3] ?? 0))
    .slice(0, 10))
    console.log(`  ${name}: ${times.map((ms) => ms.toFixed(1)).join(', ')} ms, ${exponent.toFixed(2)}`)
  // What takes a few milliseconds says nothing of its growth.
  const steepest = measured.filter(({ times }) => (times[2] ?? 0) > 5).toSorted((a, b) => b.exponent - a.exponent)[0]
  console.log(`  of ${rows.length}, the steepest: ${steepest?.name}, ${steepest?.exponent.toFixed(2)}`)
}

/** Milliseconds of processor time. */
async function fastest(run: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let time = 0; time < 5; time++) {
    const before = process.cpuUsage()
    await run()
    best = Math.min(best, process.cpuUsage(before).user / 1_000)
  }
  return best
}
