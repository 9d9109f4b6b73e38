import type { Failed } from '../../lib/attempt.ts'
import { explainAttempt } from '../../lib/explain/explain.ts'
import { accountGroups } from '../../lib/explain/table/account.ts'
import { contentGroups } from '../../lib/explain/table/content.ts'
import { bareGroups, familyGroups } from '../../lib/explain/table/families.ts'
import { partyGroups } from '../../lib/explain/table/parties.ts'
import type { Group } from '../../lib/explain/table/row.ts'
import { serviceGroups } from '../../lib/explain/table/service.ts'
import { explainReply } from '../../lib/explain/verdict.ts'
import { type SesLanguage, type Words, wordsIn } from '../../lib/language.ts'
import {
  CUT_OFF,
  type DocumentWords,
  documents,
  HEADINGS,
  MAYBE_SENT,
  OTHER_PORT,
  OTHER_WORDS,
  SECURE,
  TRUSTED,
} from './troubleshooting-words.ts'

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
export function listSections(
  language: SesLanguage,
): readonly (readonly [heading: string, entries: readonly Entry[]])[] {
  const { entriesOf, fromAttempt, fromReply } = explainIn(language)
  const sections: readonly (readonly [Words, readonly Entry[]])[] = [
    [HEADINGS.connecting, CONNECTION.map((row) => fromAttempt(...row))],
    [
      HEADINGS.login,
      [...LOGIN.map((row) => fromReply(...row)), ...entriesOf(serviceGroups, ({ reason }) => reason === 'auth-failed')],
    ],
    [HEADINGS.account, entriesOf(accountGroups)],
    [HEADINGS.parties, entriesOf(partyGroups)],
    [HEADINGS.content, entriesOf(contentGroups)],
    [HEADINGS.service, entriesOf(serviceGroups, ({ reason }) => reason !== 'auth-failed')],
    [HEADINGS.families, entriesOf([...familyGroups, ...bareGroups])],
    [HEADINGS.numbers, NUMBERS.map((row) => fromReply(...row))],
  ]
  return sections.map(([heading, entries]) => [wordsIn(heading, language), entries])
}

/** The document: from the text that one sees to what to do. */
export function troubleshooting(language: SesLanguage): string {
  const { intro, outro, head, others } = documents[language]
  const sections = listSections(language)
  const tables = sections.map(([heading, entries]) => {
    const rows = joinAlike(entries.map((entry) => rowOf(entry, documents[language])))
    return `## ${heading}\n\n${formatTable(head, rows)}`
  })
  const contents = [...sections.map(([heading]) => heading), others].map((title) => `[${title}](#${anchorOf(title)})`)
  return `${[intro, contents.join(' · '), ...tables, outro].join('\n\n')}\n`
}

type AttemptRow = readonly [texts: readonly string[], attempt: Failed, also?: Words]
type ReplyRow = readonly [texts: readonly (string | Words)[], reply: string]

const brokenAt = (failed: Failed['failed'], code: string, message = code): Failed => ({
  failed,
  went: 'nothing',
  error: Object.assign(new Error(message), { code }),
})

const NO_CERTIFICATE = [
  'self-signed certificate',
  'unable to verify the first certificate',
  "Hostname/IP does not match certificate's altnames",
  'certificate has expired',
]
const NO_TLS = ['wrong version number', 'ERR_SSL_WRONG_VERSION_NUMBER', 'handshake failure', 'unsupported protocol']
const TLS_BROKEN = 'Client network socket disconnected before secure TLS connection was established'

/** What stands in no reply: errors of Node, Nodemailer and proxies. */
// biome-ignore format: a table
const CONNECTION: readonly AttemptRow[] = [
  [['Greeting never received', 'Connection timeout', 'ETIMEDOUT'], brokenAt('socket', 'ETIMEDOUT'), SECURE],
  [['getaddrinfo ENOTFOUND', 'getaddrinfo EAI_AGAIN', 'EDNS'], brokenAt('socket', 'EDNS')],
  [['connect ECONNREFUSED', 'connect EHOSTUNREACH', 'connect ENETUNREACH'], brokenAt('socket', 'ECONNREFUSED'), OTHER_PORT],
  [NO_CERTIFICATE, brokenAt('socket', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'), TRUSTED],
  [NO_TLS, brokenAt('socket', 'ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number')],
  [[TLS_BROKEN], brokenAt('socket', 'ETLS', TLS_BROKEN)],
  [['Invalid response from proxy: 407', 'Socks module not loaded'], brokenAt('socket', 'EPROXY', 'Invalid response from proxy: 407')],
  [['Invalid response from proxy: 502'], brokenAt('socket', 'EPROXY', 'Invalid response from proxy: 502')],
  [['write EPIPE', 'broken pipe'], { ...brokenAt('message', 'EPIPE', 'write EPIPE'), went: 'part' }, MAYBE_SENT],
  [['EOF'], { ...brokenAt('message', 'ECONNECTION', 'EOF'), went: 'part' }, MAYBE_SENT],
  [['read ECONNRESET'], { ...brokenAt('message', 'ECONNRESET', 'read ECONNRESET'), went: 'part' }, MAYBE_SENT],
]

/** A refused login, with whatever words. */
const LOGIN: readonly ReplyRow[] = [
  [['535 Invalid login or password', '535 …', '530 …', '534 …', '538 …'], '535 5.0.0 x'],
  [['454 …'], '454 4.0.0 x'],
]

/** What is left when SES's words are in no row, or missing. */
const NUMBERS: readonly ReplyRow[] = [
  [['552 …'], '552 5.0.0 x'],
  [['503 …'], '503 5.0.0 x'],
  [['421 …', '450 …', '451 …', '452 …'], '451 4.0.0 x'],
  [[CUT_OFF], '554 5.0.0 Error: transaction failed, blame it on the weather: ##SES'],
  [[OTHER_WORDS], '554 5.0.0 x'],
]

/** What makes entries of texts, explained in a language. */
function explainIn(language: SesLanguage) {
  const fromReply = (texts: ReplyRow[0], reply: string): Entry => ({
    texts: texts.map((text) => wordsIn(text, language)),
    explained: explainReply(reply, { language }),
    retryAfter: undefined,
    also: '',
  })

  const fromAttempt = (texts: AttemptRow[0], attempt: Failed, also: Words | string = ''): Entry => ({
    texts,
    explained: explainAttempt(attempt, { meanings: [], now: 0, attempts: 1, language }),
    retryAfter: undefined,
    also: wordsIn(also, language),
  })

  /** An entry for each row of the table. */
  const entriesOf = (groups: readonly Group[], isWanted: (group: Group) => boolean = () => true): readonly Entry[] =>
    groups.filter(isWanted).flatMap((group) =>
      group.rows.map(({ code, phrases = [], retryAfter = group.retryAfter }) => {
        const texts = [...(code === undefined ? [] : [code]), ...phrases]
        return { ...fromReply(texts, replyWith(code, phrases[0])), retryAfter }
      }),
    )

  return { fromReply, fromAttempt, entriesOf }
}

/** A whole reply of the gateway with a code of SES's or, without one, with some words. */
const replyWith = (code: string | undefined, words = ''): string =>
  code === undefined ? `554 5.0.0 ${words}` : `554 5.0.0 ##SES-response-json:{"Code":"${code}"}`

/** A row's texts, what to do, and whether to send again. */
type Row = readonly [texts: string, todo: string, again: string]

function rowOf({ texts, explained, retryAfter, also }: Entry, words: DocumentWords): Row {
  const { reason, retry, hint, docs } = explained
  return [
    texts.map(toCode).join('<br>'),
    `${[hint, also]
      .filter(Boolean)
      .map(escapeWords)
      .join(hint.endsWith('。') ? '' : ' ')} [${words.page}](${docs})`,
    `\`${retry}\`${retryAfter === undefined ? '' : `, ${durationOf(retryAfter, words)}`} (\`${reason}\`)`,
  ]
}

/** Rows one after the other that differ in their texts alone are one. */
function joinAlike(rows: readonly Row[]): readonly Row[] {
  const joined: Row[] = []
  for (const [texts, todo, again] of rows) {
    const last = joined.at(-1)
    if (!last || last[1] !== todo || last[2] !== again) joined.push([texts, todo, again])
    else joined[joined.length - 1] = [`${last[0]}<br>${texts}`, todo, again]
  }
  return joined
}

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-')

function durationOf(retryAfter: number | 'china-midnight', words: DocumentWords): string {
  if (retryAfter === 'china-midnight') return words.midnight
  const seconds = retryAfter / 1_000
  if (seconds < 60) return words.seconds(seconds)
  return seconds < 3_600 ? words.minutes(seconds / 60) : words.hours(seconds / 3_600)
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
