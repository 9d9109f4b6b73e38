// The way past Nodemailer's data stream: what goes there, in which order, and what becomes of a message when it breaks.

import { once } from 'node:events'
import type { Socket } from 'node:net'
import { PassThrough, Transform, Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createMessageConnections } from '../../lib/send/message-connections.ts'
import { type MessageStream, streamMessage } from '../../lib/send/message-stream.ts'

const header = 'Subject: A large one\r\n\r\n'
const lines = (count: number) => Buffer.from(header + `${'x'.repeat(76)}\r\n`.repeat(count))
const large = lines(5_000)

/** A socket that keeps what it is given; `isSlow` ones take a chunk only when told to. */
function fakeSocket(isSlow = false) {
  const written: Buffer[] = []
  const waiting: ((error?: Error) => void)[] = []
  const socket = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk)
      if (isSlow) waiting.push(done)
      else done()
    },
    destroy: (error, done) => done(error),
  })
  const take = async (error?: Error) => {
    waiting.shift()?.(error)
    await turn()
  }
  return { socket, take, bytes: () => Buffer.concat(written) }
}

/** A message as Nodemailer sends it: a stream of its own is piped into the socket, and the message into that. */
function pipeMessage(
  message: Buffer,
  socket: Writable,
  beforeLast = async () => {},
): MessageStream & { seen(): Buffer } {
  const connections = createMessageConnections()
  connections.watch(socket as Socket)
  socket.emit('data', Buffer.from('')) // nobody listens before Nodemailer does
  const chunks: Buffer[] = []
  const dataStream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done(null, chunk)
    },
  })
  dataStream.pipe(socket, { end: false })
  const sent = streamMessage(message, beforeLast, () => true, new AbortController().signal, connections)
  sent.stream.pipe(dataStream)
  return { ...sent, seen: () => Buffer.concat(chunks) }
}

it('the bulk goes to the socket, and the last lines through Nodemailer’s stream after it', async () => {
  const { socket, bytes } = fakeSocket()
  const sent = pipeMessage(large, socket)
  await once(sent.stream, 'end')
  await turn()
  expect(bytes().equals(large)).toBe(true)
  expect(sent.seen().length).toBeGreaterThan(0)
  expect(sent.seen().length).toBeLessThan(8_192)
  expect(sent.seen().equals(large.subarray(-sent.seen().length))).toBe(true)
  expect(sent.bypassed() + sent.seen().length).toBe(large.length)
})

it('what goes past it are whole lines', async () => {
  const { socket } = fakeSocket()
  const sent = pipeMessage(large, socket)
  await once(sent.stream, 'end')
  expect(large.toString('latin1', sent.bypassed() - 2, sent.bypassed())).toBe('\r\n')
})

it.each([
  ['a short message', lines(80)],
  ['a dot at the start of a line', Buffer.concat([large, Buffer.from('.\r\n'), large])],
  ['a line that is longer than the message’s end', Buffer.from(`${'x'.repeat(50_000)}\r\n`)],
])('%s: all of it goes the usual way', async (_, message) => {
  const { socket, bytes } = fakeSocket()
  const sent = pipeMessage(message, socket)
  await once(sent.stream, 'end')
  await turn()
  expect(sent.bypassed()).toBe(0)
  expect(sent.seen().equals(message)).toBe(true)
  expect(bytes().equals(message)).toBe(true)
})

it('a stream that does not go into a socket of ours gets everything', async () => {
  const { socket, bytes } = fakeSocket()
  const connections = createMessageConnections()
  connections.watch(socket as Socket)
  const dataStream = new PassThrough()
  dataStream.pipe(new PassThrough()).pipe(socket)
  const { stream, bypassed } = streamMessage(
    large,
    async () => {},
    () => true,
    new AbortController().signal,
    connections,
  )
  stream.pipe(dataStream)
  await once(socket, 'finish')
  expect(bypassed()).toBe(0)
  expect(bytes().equals(large)).toBe(true)
})

it('waits for the socket, and hands over the end only when all before it was taken', async () => {
  const { socket, take, bytes } = fakeSocket(true)
  const asked: number[] = []
  const sent = pipeMessage(large, socket, async () => void asked.push(bytes().length))
  for (let taken = 0; taken < 5; taken++) {
    await turn()
    expect(bytes().length).toBeLessThanOrEqual((taken + 1) * 65_536)
    await take()
    expect([asked, sent.seen().length, sent.handedOver()]).toEqual([[], 0, 'part'])
  }
  await turn()
  expect([asked, bytes().length]).toEqual([[], sent.bypassed()])
  await take()
  expect([asked, sent.handedOver()]).toEqual([[sent.bypassed()], 'all'])
  expect(bytes().equals(large)).toBe(true)
})

it.each<[string, (socket: Writable) => unknown]>([
  ['is ended', (socket) => socket.end()],
  ['is destroyed', (socket) => socket.destroy()],
  ['breaks', (socket) => socket.on('error', () => {}).destroy(new Error('read ECONNRESET'))],
])('a socket that %s in the middle: nothing more is written, and the end is kept back', async (_, end) => {
  const { socket, take, bytes } = fakeSocket(true)
  const sent = pipeMessage(large, socket)
  await turn()
  await take()
  end(socket)
  const before = bytes().length
  for (let turns = 0; turns < 5; turns++) await take()
  expect([bytes().length, sent.seen().length, sent.handedOver()]).toEqual([before, 0, 'part'])
})

it('a message that is given up in the middle: nothing more is written, and the socket is left as it is', async () => {
  const { socket, take, bytes } = fakeSocket(true)
  const sent = pipeMessage(large, socket)
  await turn()
  await take()
  sent.stream.destroy()
  const before = bytes().length
  for (let turns = 0; turns < 5; turns++) await take()
  expect([bytes().length, sent.seen().length, sent.handedOver()]).toEqual([before, 0, 'part'])
  expect([socket.destroyed, socket.writableEnded]).toEqual([false, false])
})

it('leaves no listener on the socket behind', async () => {
  const { socket } = fakeSocket()
  const counts = () => ['close', 'drain', 'error', 'finish', 'unpipe'].map((name) => socket.listenerCount(name))
  const before = counts()
  const sent = pipeMessage(large, socket)
  await once(sent.stream, 'end')
  await turn()
  expect(sent.bypassed()).toBeGreaterThan(0)
  expect(counts()).toEqual(before)
})
