import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { mostBytes, readBytes, readProblem } from '../../lib/cli/message-file.ts'

const problemOf = (source: Readable, limits: { idleMs: number; wholeMs: number }): Promise<string> =>
  readBytes(source, limits).then(() => 'read', readProblem)

test('a source that gives nothing has an end', async () => {
  const source = new PassThrough()
  expect(await problemOf(source, { idleMs: 20, wholeMs: 60_000 })).toBe(
    'no byte for 0.02 s, expected a message to its end',
  )
  expect(source.destroyed).toBe(true)
})

test('a source that gives a byte now and then has an end', async () => {
  const source = new PassThrough()
  const drops = setInterval(() => source.write('a'), 2)
  expect(await problemOf(source, { idleMs: 60_000, wholeMs: 50 })).toBe(
    'not at its end after 0.05 s, expected a message to its end',
  )
  clearInterval(drops)
})

test('of a source without end a byte more than is read of a message', async () => {
  const source = Readable.from(endless())
  expect((await readBytes(source)).length).toBe(mostBytes + 1)
  expect(source.destroyed).toBe(true)
})

function* endless() {
  for (;;) yield Buffer.alloc(100_000)
}
