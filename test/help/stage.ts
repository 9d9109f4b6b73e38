import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import { onTestFinished } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import {
  isSesError,
  type SesError,
  type SesSentMessageInfo,
  type SesTransportOptions,
  sesTransport,
} from '../../lib/index.ts'

/** A gateway of the test's own, closed with it, and both ways to it. */
export interface Stage {
  readonly ses: Emulator
  /** Nodemailer as it is. */
  readonly plain: Transporter
  readonly ours: Transporter<SesSentMessageInfo>
}

export async function openStage(
  emulator: EmulatorOptions = {},
  options: Partial<SesTransportOptions> = {},
): Promise<Stage> {
  const ses = await startEmulator(emulator)
  const plain = createTransport({ ...ses.transport, secure: true })
  const ours = createTransport(sesTransport({ ...ses.transport, ...options }))
  onTestFinished(async () => {
    ours.close()
    plain.close()
    await ses.close()
  })
  return { ses, plain, ours }
}

export const sender = 'noreply@mail.example.com'

/** A mail that breaks no rule, with what a test is about. */
export function mailWith(fields: SendMailOptions = {}): SendMailOptions {
  return { from: sender, to: 'ann@example.org', subject: 'Hello', text: 'Hello, Ann', ...fields }
}

/** A message as another program may have composed it. */
export function rawMail(headers: readonly string[], body: string): SendMailOptions {
  const required = [`From: ${sender}`, 'To: ann@example.org', 'Subject: Hello']
  const names = headers.map((header) => header.split(':')[0])
  const kept = required.filter((header) => !names.includes(header.split(':')[0]))
  return {
    raw: `${[...kept, ...headers].join('\r\n')}\r\n\r\n${body}`,
    envelope: { from: sender, to: ['ann@example.org'] },
  }
}

/** The error that a promise rejects with; fails if there is none, or one of another kind. */
export async function failureOf(promise: Promise<unknown>): Promise<SesError> {
  try {
    await promise
  } catch (error) {
    if (isSesError(error)) return error
    throw error
  }
  throw new Error('Expected a SesError, but the mail was sent')
}

/** What the gateway answered to plain Nodemailer. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    const { response, message } = error as { response?: string; message: string }
    return response ?? message
  }
  throw new Error('Expected the gateway to refuse the mail, but it was taken')
}
