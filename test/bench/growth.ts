import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SendMailOptions } from 'nodemailer'
import { fitLetters } from '../../lib/fit/letters.ts'
import { resolveOptions } from '../../lib/options/options.ts'
import { openMail } from '../../lib/read/mail.ts'
import { composeMessage } from '../../lib/write/message.ts'
import { compile } from './compile.ts'
import { plot, type Series } from './plot.ts'
import { timeOf } from './steps.ts'

const settings = resolveOptions({ host: 'localhost', auth: { user: 'a@example.com', pass: 'x' } })
const signal = new AbortController().signal
const base: SendMailOptions = { from: 'Shop <a@example.com>', to: 'ann@example.org', subject: 'News', text: 'In text' }
const paragraph = '<p>A line of a newsletter with <a href="https://example.org/a">a link</a>.</p>\n'
const file = (index: number) => ({ filename: `${index}.pdf`, content: Buffer.alloc(50_000, index) })

interface Growth {
  readonly title: string
  readonly unit: string
  readonly sizes: readonly number[]
  readonly mail: (size: number) => SendMailOptions
}

const growths: readonly Growth[] = [
  {
    title: 'size of the HTML',
    unit: 'KB',
    sizes: [1, 64, 128, 256, 384, 512, 768, 1_000],
    mail: (size) => ({ html: paragraph.repeat(Math.max(1, Math.floor((size * 1_000) / paragraph.length))) }),
  },
  {
    title: 'attachments of 50 KB',
    unit: '',
    sizes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    mail: (size) => ({ attachments: Array.from({ length: size }, (_, index) => file(index)) }),
  },
  {
    title: 'recipients',
    unit: '',
    sizes: [1, 10, 25, 50, 100, 200, 300, 400],
    mail: (size) => ({ to: Array.from({ length: size }, (_, index) => `ann-${index}@example.org`) }),
  },
  {
    title: 'header fields',
    unit: '',
    sizes: [0, 10, 25, 50, 75, 100, 150, 200],
    mail: (size) => ({
      headers: Object.fromEntries(
        Array.from({ length: size }, (_, index) => [`X-Field-${index}`, `value ${index} of a field that is not short`]),
      ),
    }),
  },
]

/** How the work on a mail (read, fit, write) grows with each part of it; drawn into a file. */
export async function benchGrowth(): Promise<void> {
  console.log('\nGrowth of read, fit and write together: µs of CPU by size')
  const all: Series[] = []
  for (const { title, unit, sizes, mail } of growths) {
    const points: (readonly [size: number, micros: number])[] = []
    for (const size of sizes) points.push([size, await timeToPrepare({ ...base, ...mail(size) })])
    all.push({ title: `${title}${unit && `, ${unit}`}`, points })
    console.log(`  ${title}: ${points.map(([size, micros]) => `${size} ${unit} ${micros.toFixed(0)}`).join(', ')}`)
    console.log(
      `    most above the straight line of best fit: ${(largestExcess(points) * 100).toFixed(0)}% of the largest`,
    )
  }
  const path = join(tmpdir(), 'nodemailer-tencentcloud-ses-growth.svg')
  await writeFile(path, plot(all))
  console.log(`  drawn in ${path}`)
}

async function timeToPrepare(mail: SendMailOptions): Promise<number> {
  const message = await compile(mail)
  return timeOf(40, async () => {
    const { letter } = await openMail(message, settings).readLetter(signal)
    const { letters } = await fitLetters(letter, settings)
    for (const fitted of letters) composeMessage(fitted.letter, settings).write()
  })
}

/** How far a point lies above the line of least squares, against the largest of them. */
function largestExcess(points: readonly (readonly [size: number, micros: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(points.map(([size]) => size)), mean(points.map(([, micros]) => micros))]
  const slope =
    mean(points.map(([size, micros]) => (size - x) * (micros - y))) / mean(points.map(([size]) => (size - x) ** 2))
  const excesses = points.map(([size, micros]) => micros - (y + slope * (size - x)))
  return Math.max(...excesses) / Math.max(...points.map(([, micros]) => micros))
}
