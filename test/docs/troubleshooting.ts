import type { Failed } from '../../lib/attempt.ts'
import { explainAttempt } from '../../lib/explain/explain.ts'
import { accountGroups } from '../../lib/explain/table/account.ts'
import { contentGroups } from '../../lib/explain/table/content.ts'
import { bareGroups, familyGroups } from '../../lib/explain/table/families.ts'
import { partyGroups } from '../../lib/explain/table/parties.ts'
import type { Group } from '../../lib/explain/table/row.ts'
import { serviceGroups } from '../../lib/explain/table/service.ts'
import { explainReply } from '../../lib/explain/verdict.ts'

/** Texts that a person may see, and what the library says to do about them. */
export interface Entry {
  readonly texts: readonly string[]
  readonly explained: Explained
  /** How long SES refuses the mail, as the table has it. */
  readonly retryAfter: number | 'china-midnight' | undefined
  /** What the library cannot know. */
  readonly also: string
}

/** What both a reply's verdict and an error have. */
type Explained = Pick<ReturnType<typeof explainReply>, 'reason' | 'retry' | 'hint' | 'docs'>

/** Entries by the heading that they stand under. */
export function listSections(): readonly (readonly [heading: string, entries: readonly Entry[]])[] {
  return [
    ['Connecting', connectionEntries()],
    ['Logging in', [...loginEntries(), ...entriesOf(serviceGroups, ({ reason }) => reason === 'auth-failed')]],
    ['Account, rate and quota', entriesOf(accountGroups)],
    ['Sender and recipients', entriesOf(partyGroups)],
    ['The mail and its attachments', entriesOf(contentGroups)],
    ['SES itself, and the session', entriesOf(serviceGroups, ({ reason }) => reason !== 'auth-failed')],
    ['Codes that are not listed above', entriesOf([...familyGroups, ...bareGroups])],
    ["Replies without SES's words", numberEntries()],
  ]
}

/** TROUBLESHOOTING.md: from the text that one sees to what to do. */
export function troubleshooting(): string {
  const tables = listSections().map(
    ([heading, entries]) =>
      `## ${heading}\n\n${formatTable(['you see', 'what to do', 'again?'], joinAlike(entries).map(rowOf))}`,
  )
  const contents = listSections().map(([heading]) => `[${heading}](#${anchorOf(heading)})`)
  return `${intro}\n\n${contents.join(' · ')} · [Other things](#other-things-that-you-may-see)\n\n${tables.join('\n\n')}\n\n${outro}\n`
}

const intro = `# Troubleshooting

<!-- Written by \`npm run docs\` from the table of meanings in lib/explain/table. Change that, or test/docs/troubleshooting.ts. -->

From the text that you see to what to do. Search this page for the words behind \`"Code":"\` in SES's reply, in English or Chinese, or for the words of the error. Nodemailer puts words of its own in front of a reply, such as \`Invalid login:\`, \`Message failed:\` or \`Can't send mail - all recipients were rejected:\`; search for what follows them.

The number in front, nearly always \`554\`, does not say what is wrong. \`npx nodemailer-tencentcloud-ses verify\` finds out by itself what keeps a login from working ([command line](lib/cli/README.md#checking-the-setup)). With this transport you need not search: \`hint\` of the error says what to do, and \`explainReply(text)\` explains a reply from a log.

**Again?** says when the same mail can be sent again, as the error's \`retry\` does: \`never\` as it is; \`soon\`, within seconds, which the transport does itself; \`later\`, from a queue. [Errors](lib/explain/README.md) has the other fields.`

const outro = `## Other things that you may see

- **Sending with plain Nodemailer hangs at port 587, and ends with \`Greeting never received\`.** SES's port 587 has TLS from the first byte and no STARTTLS: set \`secure: true\`, or use this transport, which does so at every port.
- **\`info.response\` is \`250\`, and nothing arrives.** SES has taken the mail, which does not mean that it was sent. Ask for its status: [Was it really sent?](lib/status/README.md)
- **\`SES may or may not have taken the mail\`** (\`delivery-unknown\`). The connection broke after the mail was handed over. Sending it again may send it twice: [let the transport ask SES](lib/status/README.md#settle-unknown-deliveries).
- **\`\` TypeError: Expected …, got \`undefined\`: is a variable not set? \`\`** An environment variable that the options use is missing.
- **\`Cannot find module 'lodash'\`** in a NestJS project: [NestJS](lib/HOSTS.md#nestjs).
- **None of these.** Open an issue with what \`explainReply(text)\` prints; it holds no password.`

/** What stands in no reply: errors of Node, Nodemailer and proxies. */
function connectionEntries(): readonly Entry[] {
  return [
    fromAttempt(['Greeting never received', 'Connection timeout', 'ETIMEDOUT'], brokenAt('socket', 'ETIMEDOUT'), {
      also: 'In plain Nodemailer: `secure: true`.',
    }),
    fromAttempt(['getaddrinfo ENOTFOUND', 'getaddrinfo EAI_AGAIN', 'EDNS'], brokenAt('socket', 'EDNS')),
    fromAttempt(
      ['connect ECONNREFUSED', 'connect EHOSTUNREACH', 'connect ENETUNREACH'],
      brokenAt('socket', 'ECONNREFUSED'),
      { also: 'Port 25 is disabled at SES, and some networks block outgoing mail: use 465 or 587.' },
    ),
    fromAttempt(
      [
        'self-signed certificate',
        'unable to verify the first certificate',
        "Hostname/IP does not match certificate's altnames",
        'certificate has expired',
      ],
      brokenAt('socket', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
      { also: 'The hosts of SES have trusted certificates. For the emulator give `tls: { ca }`.' },
    ),
    fromAttempt(
      ['wrong version number', 'ERR_SSL_WRONG_VERSION_NUMBER', 'handshake failure', 'unsupported protocol'],
      brokenAt('socket', 'ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number'),
    ),
    fromAttempt(
      ['Client network socket disconnected before secure TLS connection was established'],
      brokenAt('socket', 'ETLS', 'Client network socket disconnected before secure TLS connection was established'),
    ),
    fromAttempt(
      ['Invalid response from proxy: 407', 'Socks module not loaded'],
      brokenAt('socket', 'EPROXY', 'Invalid response from proxy: 407'),
    ),
    fromAttempt(['Invalid response from proxy: 502'], brokenAt('socket', 'EPROXY', 'Invalid response from proxy: 502')),
    fromAttempt(
      ['write EPIPE', 'broken pipe'],
      { ...brokenAt('message', 'EPIPE', 'write EPIPE'), went: 'part' },
      { also: MAYBE_SENT },
    ),
    fromAttempt(
      ['read ECONNRESET'],
      { ...brokenAt('message', 'ECONNRESET', 'read ECONNRESET'), went: 'part' },
      { also: MAYBE_SENT },
    ),
    { ...fromReply(['EOF'], 'EOF'), also: '' },
  ]
}

const MAYBE_SENT = 'Plain Nodemailer does not say whether the whole mail had gone: if it had, SES may have sent it.'

const brokenAt = (failed: Failed['failed'], code: string, message = code): Failed => ({
  failed,
  went: 'nothing',
  error: Object.assign(new Error(message), { code }),
})

/** A refused login with whatever words. */
function loginEntries(): readonly Entry[] {
  return [
    fromReply(['535 Invalid login or password', '535 …', '530 …', '534 …', '538 …'], '535 5.0.0 x'),
    fromReply(['454 …'], '454 4.0.0 x'),
  ]
}

/** What is left when SES's words are in no row, or missing. */
function numberEntries(): readonly Entry[] {
  return [
    fromReply(['552 …'], '552 5.0.0 x'),
    fromReply(['503 …'], '503 5.0.0 x'),
    fromReply(['421 …', '450 …', '451 …', '452 …'], '451 4.0.0 x'),
    fromReply(['554 … cut off before the code'], '554 5.0.0 Error: transaction failed, blame it on the weather: ##SES'),
    fromReply(['554 … with other words'], '554 5.0.0 x'),
  ]
}

/** An entry for each row of the table. */
function entriesOf(groups: readonly Group[], isWanted: (group: Group) => boolean = () => true): readonly Entry[] {
  return groups.filter(isWanted).flatMap((group) =>
    group.rows.map(({ code, phrases = [], retryAfter = group.retryAfter }) => {
      const texts = [...(code === undefined ? [] : [code]), ...phrases]
      return { ...fromReply(texts, replyWith(code, phrases[0])), retryAfter }
    }),
  )
}

/** A whole reply of the gateway with a code of SES's or, without one, with some words. */
const replyWith = (code: string | undefined, words = ''): string =>
  code === undefined ? `554 5.0.0 ${words}` : `554 5.0.0 ##SES-response-json:{"Code":"${code}"}`

const fromReply = (texts: readonly string[], reply: string): Entry => ({
  texts,
  explained: explainReply(reply),
  retryAfter: undefined,
  also: '',
})

const fromAttempt = (texts: readonly string[], attempt: Failed, { also = '' } = {}): Entry => ({
  texts,
  explained: explainAttempt(attempt, { meanings: [], now: 0, attempts: 1, language: 'en' }),
  retryAfter: undefined,
  also,
})

/** Entries one after the other that differ in their texts alone are one. */
function joinAlike(entries: readonly Entry[]): readonly Entry[] {
  const joined: Entry[] = []
  for (const entry of entries) {
    const last = joined.at(-1)
    if (!last || withoutTexts(last) !== withoutTexts(entry)) joined.push(entry)
    else joined[joined.length - 1] = { ...last, texts: [...last.texts, ...entry.texts] }
  }
  return joined
}

const withoutTexts = (entry: Entry): string => rowOf({ ...entry, texts: [] }).join()

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-')

function rowOf({ texts, explained, retryAfter, also }: Entry): readonly string[] {
  const { reason, retry, hint, docs } = explained
  return [
    texts.map(toCode).join('<br>'),
    `${[hint, also].filter(Boolean).map(escapeWords).join(' ')} [SES's page](${docs})`,
    `\`${retry}\`${retryAfter === undefined ? '' : `, ${durationOf(retryAfter)}`} (\`${reason}\`)`,
  ]
}

function durationOf(retryAfter: number | 'china-midnight'): string {
  if (retryAfter === 'china-midnight') return 'at midnight in China'
  const seconds = retryAfter / 1_000
  if (seconds < 60) return `after ${seconds} s`
  return seconds < 3_600 ? `after ${seconds / 60} min` : `after ${seconds / 3_600} h`
}

const formatTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const toCode = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``

/** Words in which `<`, `*` and `|` are no Markdown; between backticks only the last has to be kept from it. */
function escapeWords(words: string): string {
  const escaped = words
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/[\\*<]/g, '\\$&')))
    .join('')
  return escaped.replaceAll('|', '\\|')
}
