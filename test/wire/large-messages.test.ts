// A large message goes out piece by piece: it arrives as it is, or not at all.

import { connect, createServer, type Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import { expect, it, onTestFinished } from 'vitest'
import type { Fault } from '../../lib/emulator/index.ts'
import { type SesTransportOptions, sesTransport } from '../../lib/index.ts'
import { failureOf, mailWith, openStage } from '../help/stage.ts'

const quick = { rateLimit: false, retry: { minDelayMs: 1 } } as const

/** Bytes that are the same for the same seed, and differ from place to place. */
function bytesOf(seed: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let at = 0, state = seed; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

const file = (seed: number, length = 3_000_000) => ({ filename: `${seed}.zip`, content: bytesOf(seed, length) })

it('a file of 3 MB arrives byte for byte', async () => {
  const { ses, ours } = await openStage({}, quick)
  const info = await ours.sendMail(mailWith({ attachments: [file(1)] }))
  const [letter] = ses.inbox
  expect(letter?.attachments[0]?.content.equals(file(1).content)).toBe(true)
  expect(info.messageSize).toBe((letter?.raw.length ?? 0) + '.\r\n'.length)
})

it('large and small mails over the same connections: each arrives as it is', async () => {
  const { ses, ours } = await openStage(
    { rateLimit: false, recipientLimit: false },
    { ...quick, pool: { maxConnections: 2 } },
  )
  const sizes = [3_000_000, 10, 300_000, 5_000, 9_000, 1_000_000, 0, 40_000, 2_000_000, 100, 70_000, 7_000]
  const sent = sizes.map((size, index) => ours.sendMail(mailWith({ attachments: [file(index, size)] })))
  const infos = await Promise.all(sent)
  const received = new Map(
    ses.inbox.flatMap(({ attachments }) => attachments.map(({ name, content }) => [name, content])),
  )
  for (const [index, size] of sizes.entries()) {
    expect(received.get(`${index}.zip`)?.equals(bytesOf(index, size)), `${size} bytes`).toBe(true)
  }
  expect(infos.map(({ messageSize }) => messageSize).toSorted()).toEqual(
    ses.inbox.map(({ raw }) => raw.length + 3).toSorted(),
  )
})

it.each([
  ['without dots at the start of lines', 'A line that says little.\r\n'],
  ['with dots', '.\r\n..\r\n.A line that says little.\r\n'],
])('a text of 600 KB in 8bit, %s', async (_, line) => {
  const { ses, ours } = await openStage({}, { ...quick, bodyEncoding: '8bit' })
  const text = line.repeat(Math.ceil(600_000 / line.length))
  const info = await ours.sendMail(mailWith({ text }))
  expect(ses.inbox[0]?.text).toBe(text)
  const dots = ses.inbox[0]?.raw.toString().match(/^\./gm)?.length ?? 0
  expect(info.messageSize).toBe((ses.inbox[0]?.raw.length ?? 0) + dots + 3)
})

it.each<[string, Fault]>([
  ['closed', { at: 'body', do: 'close', after: 1_000_000 }],
  ['reset', { at: 'body', do: 'reset', after: 1_000_000 }],
  ['ended with 421', { at: 'body', do: { reply: '421 4.3.2 try later' }, after: 1_000_000 }],
])('a connection %s at 1 MB: sent again, and once', async (_, fault) => {
  const { ses, ours } = await openStage({ faults: [fault] }, quick)
  const info = await ours.sendMail(mailWith({ attachments: [file(2)] }))
  expect(info.ses?.letters[0]?.attempts).toBe(2)
  expect(ses.inbox.map(({ attachments }) => attachments[0]?.content.equals(file(2).content))).toEqual([true])
  expect(ses.ledger.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
})

/** More than the buffers of two sockets hold (Linux: 6 MB and 4 MB). */
const huge = file(3, 12_000_000)
const noLimits = { attachment: 50_000_000, attachments: 50_000_000, message: 50_000_000 }

/** A way to the gateway on which the first connection stops for good after 1 MB. */
async function openStallingStage(options: Partial<SesTransportOptions>, onStall: () => void) {
  const { ses } = await openStage({ rateLimit: false, limits: { ...noLimits, eof: false } })
  const open = new Set<Socket>()
  let hasStalled = false
  const server = createServer((client) => {
    const gateway = connect(ses.port)
    for (const socket of [client, gateway]) open.add(socket.on('error', () => {}))
    let passed = 0
    client.on('data', (chunk) => {
      passed += chunk.length
      if (hasStalled || passed < 1_000_000) return gateway.write(chunk)
      hasStalled = true
      client.pause()
      onStall()
    })
    client.on('end', () => gateway.end())
    gateway.pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const ours = createTransport(sesTransport({ ...ses.transport, ...quick, limits: noLimits, port, ...options }))
  onTestFinished(() => {
    ours.close()
    for (const socket of open) socket.destroy()
    server.close()
  })
  return { ses, ours }
}

it('a gateway that reads no further at 1 MB: given up after `socketMs`, sent again, and once', async () => {
  const timeouts = { connectionMs: 10_000, greetingMs: 10_000, socketMs: 3_000 }
  const { ses, ours } = await openStallingStage({ timeouts }, () => {})
  const info = await ours.sendMail(mailWith({ attachments: [huge] }))
  expect(info.ses?.letters[0]?.attempts).toBe(2)
  expect(ses.inbox.map(({ attachments }) => attachments[0]?.content.equals(huge.content))).toEqual([true])
})

it('AbortSignal in the middle of the bulk: not sent, and the next mail goes its way', async () => {
  const abort = new AbortController()
  const { ses, ours } = await openStallingStage({ pool: { maxConnections: 1 } }, () => abort.abort())
  const aborted = failureOf(ours.sendMail(mailWith({ attachments: [huge], signal: abort.signal })))
  expect(await aborted).toMatchObject({ reason: 'cancelled', delivered: 'no' })
  await ours.sendMail(mailWith({ subject: 'Next', attachments: [file(4)] }))
  expect(ses.inbox.map(({ subject, attachments }) => [subject, attachments[0]?.name])).toEqual([['Next', '4.zip']])
})
