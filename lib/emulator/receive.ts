// Tested by test/emulator/faults.test.ts.

import { isOverAttachments } from './checks/business-errors.ts'
import type { Broken } from './checks/row.ts'
import { longLine, tooLarge } from './checks/system-errors.ts'
import type { FaultPlan } from './fault-plan.ts'
import { type FaultAction, isSlow } from './faults.ts'
import { judge } from './gateway.ts'
import type { Limits } from './limits.ts'
import { value } from './mime/part.ts'
import { type LedgerEntry, type NewEntry, type ReceivedLetter, toLetter } from './records.ts'
import { refusalReply } from './reply.ts'
import type { Settings } from './settings.ts'
import { type Message, type MessageOptions, readMessage } from './smtp/message.ts'
import type { Wire } from './smtp/wire.ts'
import { words } from './smtp/words.ts'
import { type Envelope, readSubmission, type Submission } from './submission.ts'
import { asTaken } from './taken.ts'

/** Where mails and what became of them are recorded. */
export interface Desk {
  readonly settings: Settings
  readonly limits: Limits
  readonly faults: () => FaultPlan
  /** Chance for the order of rows. */
  readonly random: () => number
  countCall(): void
  /** Takes a mail. Returns SES's id of the call. */
  deliver(letter: ReceivedLetter): string
  /** A call that SES did not take. */
  refuse(letter: () => ReceivedLetter, row: string): void
  record(entry: NewEntry): void
}

/**
 * From DATA's 354 to the reply: reads the message, makes the call, answers, and records it all.
 *
 * @param chunked the message, if it came in chunks
 */
export async function receive(
  wire: Wire,
  account: string,
  envelope: Envelope,
  desk: Desk,
  chunked?: Message,
): Promise<void> {
  const { settings } = desk
  const at = settings.now()
  const bodyFault = desk.faults().take('body', wire.id)
  let early = ''
  let calledAt: number | undefined

  const interruption = bodyFault && { after: bodyFault.after ?? 0, run: () => interrupt(bodyFault.do) }
  const message = chunked
    ? await interrupted(chunked, interruption)
    : await readMessage(wire, { limits: settings.limits, interruption })
  const mail = readCut(account, envelope, message.raw, settings.limits)

  if (early !== '') return record(early)
  if (message.end === 'lost') return record('')
  if (message.end === 'eof') {
    wire.end()
    return record('', tooLarge)
  }
  if (message.end === 'long-line') return record(await wire.reply('reply', words.longLine), longLine)

  const endFault = desk.faults().take('end', wire.id)
  if (endFault !== undefined) {
    const said = await wire.strike(endFault.do)
    if (!isSlow(endFault.do)) return record(said)
  }

  desk.countCall()
  calledAt = settings.now()
  const verdict = judge(mail, settings, desk.limits, () => desk.faults().take('call', wire.id), desk.random)
  if (verdict !== undefined) {
    desk.refuse(() => toLetter(mail, settings.now()), verdict.row)
    return record(await wire.reply('reply', refusalReply(verdict.answer, settings.reply)), verdict)
  }
  const sesMessageId = desk.deliver(toLetter(asTaken(mail, settings.undocumented), settings.now()))
  return record(await wire.reply('reply', words.queued), undefined, sesMessageId)

  /** A fault while the message comes. Returns whether reading goes on. */
  async function interrupt(action: FaultAction): Promise<boolean> {
    const said = await wire.strike(action)
    // A reply before the dot is the reply to the message: the rest of it is read and dropped.
    if (typeof action === 'object' && 'reply' in action) early = said
    return typeof action === 'object' || action === 'garbage'
  }

  function record(said: string, broken?: Broken, sesMessageId?: string): void {
    const delivered = sesMessageId !== undefined
    desk.record({
      kind: 'message',
      at,
      ...(calledAt !== undefined && { calledAt }),
      connection: wire.id,
      account,
      outcome: toOutcome(said, delivered),
      delivered,
      ...(said !== '' && { reply: said }),
      ...(broken !== undefined && { row: broken.row, words: broken.words }),
      ...(delivered && { sesMessageId }),
      envelope,
      messageId: value(mail.root, 'message-id') ?? '',
      raw: mail.raw,
    })
  }
}

/** The mail without what is over the limit of a message; but of attachments over theirs the gateway tells that they are. */
function readCut(account: string, envelope: Envelope, raw: Buffer, limits: Settings['limits']): Submission {
  const whole = readSubmission(account, envelope, raw)
  if (limits.message === false || raw.length <= limits.message || isOverAttachments(whole, limits)) return whole
  return readSubmission(account, envelope, raw.subarray(0, limits.message))
}

/** A message that came in chunks is interrupted when it has come. */
async function interrupted(message: Message, interruption: MessageOptions['interruption']): Promise<Message> {
  const goesOn = interruption === undefined || message.raw.length < interruption.after || (await interruption.run())
  return goesOn ? message : { ...message, end: 'lost' }
}

function toOutcome(said: string, delivered: boolean): LedgerEntry['outcome'] {
  if (delivered) return said === words.queued ? 'accepted' : 'unknown'
  return /^[45]/.test(said) ? 'refused' : 'unknown'
}
