import { now, type Stop, stopAfter, wait, waitFor } from '../clock.ts'
import { isSesError, textsOf } from '../errors.ts'
import { type SesLanguage, toWords, type Words, wordsIn } from '../language.ts'
import type { DeliveryFinding, UnknownDelivery } from '../options/retry.ts'
import { findRecords, resolveSignal } from './find.ts'
import type { Ledger } from './ledger.ts'
import { bareId, type OpenMail, type Proof, proveByEvent, proveByRecords } from './proof.ts'
import type { Questions } from './questions.ts'
import type { EventLookup, ResolverSettings } from './resolver-options.ts'

/** Goes to the option `onUnknown` of `sesTransport`. */
export type UnknownResolver = (
  unknown: Omit<UnknownDelivery, 'signal'> & { readonly signal?: AbortSignal },
) => Promise<DeliveryFinding>

export interface ResolverMeans {
  readonly questions: Questions
  readonly ledger: Ledger
  readonly language: SesLanguage
}

/**
 * Finds out whether SES took a mail that it may or may not have taken. A mail to several recipients is decided when each of them is, and
 * all alike. Without proof it stays `unknown`, however long one waits: nobody says how late a record may come.
 */
export function createResolver(settings: ResolverSettings, means: ResolverMeans): UnknownResolver {
  const { waitMs, pollMs } = settings
  return async (unknown) => {
    let mails = mailsOf(unknown, settings, means.ledger)
    const over = now() + waitMs
    const stop = stopAfter(waitMs + LAST_LOOK_MS, () => undefined, resolveSignal('signal', unknown.signal))
    for (;;) {
      const failures: unknown[] = []
      mails = await lookAtAll(mails, settings, means, stop, failures)
      const finding = combine(mails, failures, settings, means.language)
      if (finding) return finding
      const leftMs = over - now()
      if (leftMs > 0) await wait(Math.min(pollMs, leftMs), stop).catch(() => {})
      if (leftMs <= 0 || stop.aborted) return stillOpen(mails, failures, waitMs, means.language)
    }
  }
}

/** A look that began in time may end after it. */
const LAST_LOOK_MS = 10_000

/** A mail to one recipient, and what is known of it so far. */
interface Looked extends OpenMail {
  readonly trustRecords: boolean
  readonly proof: Proof
}

function mailsOf(
  { messageId, from, to, attempts, handedOverAt }: Parameters<UnknownResolver>[0],
  { within, quietSince, trustRecords }: ResolverSettings,
  ledger: Ledger,
): readonly Looked[] {
  const at = handedOverAt ?? Date.now()
  return to.map((address) => ({
    from,
    to: address,
    entry: ledger.find(from, address, { messageId, attempt: attempts, at }),
    within,
    quietSince,
    trustRecords: trustRecords && handedOverAt !== undefined,
    proof: {
      answer: 'none',
      why: { en: `nothing is known of the mail to ${address}`, zh: `没有发往 ${address} 的邮件的任何信息` },
    },
  }))
}

/** Looks at each recipient that is not decided yet, one after the other. What fails goes into `failures`. */
async function lookAtAll(
  mails: readonly Looked[],
  { events, trustEvents }: ResolverSettings,
  { questions, ledger }: ResolverMeans,
  stop: Stop,
  failures: unknown[],
): Promise<readonly Looked[]> {
  const look = async (mail: Looked, prove: () => Promise<Proof>): Promise<Looked> => {
    if (isDecided(mail.proof) || stop.aborted) return mail
    try {
      return { ...mail, proof: await prove() }
    } catch (error) {
      failures.push(error)
      return mail
    }
  }
  const byEvents = async (mail: Looked) =>
    events && trustEvents ? await look(mail, () => proveByEvents(mail, events, ledger, stop)) : mail
  const byRecords = async (mail: Looked) => {
    if (!mail.trustRecords) return mail
    const { from, to, entry, within } = mail
    return await look(mail, async () =>
      proveByRecords(await findRecords(questions, { from, to, sentAt: entry.at, within }, stop), mail, ledger),
    )
  }
  const looked: Looked[] = []
  for (const mail of mails) looked.push(await byRecords(await byEvents(mail)))
  return looked
}

async function proveByEvents(mail: OpenMail, lookUp: EventLookup, ledger: Ledger, stop: Stop): Promise<Proof> {
  const question = { messageId: bareId(mail.entry.messageId), recipient: mail.to }
  const events = await waitFor(Promise.resolve(lookUp(question)), stop)
  const proofs = events.map((event) => proveByEvent(event, mail, ledger))
  return (
    proofs.find(isDecided) ?? {
      answer: 'none',
      why: {
        en: `no event of the mail to ${mail.to} has come that is its own for certain`,
        zh: `尚未收到确定属于发往 ${mail.to} 的邮件的事件`,
      },
    }
  )
}

const isDecided = (proof: Proof | undefined): boolean =>
  proof?.answer === 'delivered' || proof?.answer === 'not-delivered'

/** The answer for all of a mail's recipients, as soon as it can be no other. */
function combine(
  mails: readonly Looked[],
  failures: readonly unknown[],
  { events, trustEvents }: ResolverSettings,
  language: SesLanguage,
): DeliveryFinding | undefined {
  const proofs = mails.map(({ proof }) => proof)
  const has = (answer: Proof['answer']) => proofs.some((proof) => proof.answer === answer)
  const told = [...new Set(proofs.map((proof) => wordsIn(proof.why, language)))].slice(0, MOST_TOLD)
  const why = wordsIn({ en: `${told.join('; ')}.`, zh: `${told.join('；')}。` }, language)
  if (has('delivered') && has('not-delivered')) {
    const differ = { en: `Its recipients differ: ${why}`, zh: `各收件人的结果不同：${why}` }
    return { answer: 'unknown', why: wordsIn(differ, language) }
  }
  if (proofs.length > 0 && proofs.every(isDecided)) {
    return has('delivered')
      ? { answer: 'delivered', why }
      : { answer: 'not-delivered', why, verdict: strictest(proofs) }
  }
  if (events && trustEvents) return undefined // one may still tell what the records leave open
  if (has('unclear')) return { answer: 'unknown', why }
  const never = failures.find((failure) => isSesError(failure) && failure.retry === 'never')
  return never === undefined ? undefined : { answer: 'unknown', why: wordsIn(wordsOf(never), language) }
}

/** Of several recipients the one that may be tried again last. */
function strictest(proofs: readonly Proof[]): NonNullable<DeliveryFinding['verdict']> {
  const order = ['never', 'later', 'soon']
  const place = ({ verdict }: Proof) => order.indexOf(verdict?.retry ?? 'soon')
  const [first] = [...proofs].sort(
    (a, b) => place(a) - place(b) || (b.verdict?.retryAfterMs ?? 0) - (a.verdict?.retryAfterMs ?? 0),
  )
  return first?.verdict ?? {}
}

function stillOpen(
  mails: readonly Looked[],
  failures: readonly unknown[],
  waitMs: number,
  language: SesLanguage,
): DeliveryFinding {
  const open = mails.find(({ proof }) => !isDecided(proof))?.proof.why ?? NOBODY
  const trouble = failures.length === 0 ? undefined : wordsOf(failures.at(-1))
  const seconds = waitMs / 1_000
  const why = {
    en: `After a wait of up to ${seconds} s, ${open.en}.${trouble ? ` ${trouble.en}` : ''}`,
    zh: `最多等待 ${seconds} 秒后，${open.zh}。${trouble ? trouble.zh : ''}`,
  }
  return { answer: 'unknown', why: wordsIn(why, language) }
}

const NOBODY: Words = { en: 'the mail has no recipients', zh: '邮件没有收件人' }

function wordsOf(failure: unknown): Words {
  if (isSesError(failure)) {
    const { message, hint } = textsOf(failure)
    return { en: `${message.en} ${hint.en}`.trim(), zh: `${message.zh}${hint.zh}` }
  }
  return failure instanceof Error ? toWords(failure.message) : { en: 'The looking up failed.', zh: '查询失败。' }
}

const MOST_TOLD = 5
