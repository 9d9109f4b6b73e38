/** What stands between two commas of an address field. */
export interface Entry {
  /** The words beside the address: quotes and escapes undone, encoded words not decoded. */
  readonly name: string
  /** The address alone; where it is in doubt which, what was written. Empty for words without one. */
  readonly address: string
  readonly fault: Fault | undefined
  /** Words before it that may be somebody without an address, and not a part of the name. */
  readonly stray: string | undefined
}

/** Why it is not certain which address is meant. */
export type Fault = 'left-over' | 'white-space' | 'several' | 'separator' | 'comment' | 'unclosed' | 'before-group'

/**
 * Reads an address field (RFC 5322 3.4), groups flattened, in time that grows with its length.
 *
 * Read here and not by Nodemailer or postal-mime: these take the first thing that looks like an address out of what was
 * written, `ann@gmail.co` of `ann@gmail.co m`, and not the same in all versions. What is not certain has a fault here.
 */
export function parseAddressList(text: string): Entry[] {
  const entries: Parsed[] = []
  let tokens: Token[] = []
  const end = (): void => {
    if (!tokens.every((token) => isComment(token) && token.isClosed)) entries.push(toEntry(tokens, text))
    tokens = []
  }
  for (const token of tokensOf(text)) {
    if (token.kind !== 'separator') tokens.push(token)
    else if (token.text !== ':') end()
    else {
      // The name of a group. An address in it belongs to nobody.
      if (tokens.some(isAddressed)) entries.push(faulty(written(text, tokens[0]?.start), 'before-group'))
      tokens = []
    }
  }
  end()
  return joinStrays(entries)
}

/** One address without a name, as in an object, with or without its brackets. */
export function parseBareAddress(text: string): Pick<Entry, 'address' | 'fault'> {
  const [token, ...more] = tokensOf(text)
  if (token?.kind === 'bracket' && more.length === 0) return addressIn(token.text)
  return addressIn(text)
}

interface Parsed extends Omit<Entry, 'stray'> {
  /** Whether the address stands in brackets, behind a name. */
  readonly isNamed: boolean
  /** Whether the words stand in quotes, commas and all. */
  readonly isQuoted: boolean
}

interface Token {
  readonly kind: 'text' | 'quoted' | 'comment' | 'bracket' | 'separator'
  /** Without its quotes, brackets and escapes. */
  readonly text: string
  readonly start: number
  readonly end: number
  readonly isClosed: boolean
}

const SPACE = /[\s\x00-\x1f\x7f]/
/** Text up to the next character that has a meaning. An address of numbers has colons: `ann@[IPv6:::1]`. */
const TEXT = /(?:@\[[^\s[\]<>"]*\]|[^\s\x00-\x1f\x7f"(<,;:])+/y
const SEPARATORS = ',;:'

function* tokensOf(text: string): Generator<Token> {
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at)
    if (SPACE.test(character)) at++
    else {
      const token = SEPARATORS.includes(character)
        ? { kind: 'separator' as const, text: character, start: at, end: at + 1, isClosed: true }
        : (readEnclosed(text, at) ?? readText(text, at))
      yield token
      at = token.end
    }
  }
}

function readText(text: string, start: number): Token {
  TEXT.lastIndex = start
  const [found = text.charAt(start)] = TEXT.exec(text) ?? []
  return { kind: 'text', text: found, start, end: start + found.length, isClosed: true }
}

/** What stands in quotes, parentheses or angle brackets. In brackets quotes are kept, for they belong to the address. */
function readEnclosed(text: string, start: number): Token | undefined {
  const open = text.charAt(start)
  const kind = open === '"' ? 'quoted' : open === '(' ? 'comment' : open === '<' ? 'bracket' : undefined
  if (!kind) return undefined
  const pieces: string[] = []
  let depth = 1
  let isQuoted = false
  let at = start + 1
  for (; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '\\' && (kind !== 'bracket' || isQuoted) && at + 1 < text.length) {
      pieces.push(kind === 'bracket' ? text.slice(at, at + 2) : text.charAt(at + 1))
      at++
      continue
    }
    if (kind === 'bracket' && character === '"') isQuoted = !isQuoted
    if (kind === 'comment' && character === '(') depth++
    if (character === CLOSING[kind] && !isQuoted && --depth === 0) break
    pieces.push(character)
  }
  const isClosed = at < text.length
  return { kind, text: pieces.join(''), start, end: Math.min(at + 1, text.length), isClosed }
}

const CLOSING = { quoted: '"', comment: ')', bracket: '>' } as const

function toEntry(tokens: readonly Token[], text: string): Parsed {
  const all = written(text, tokens[0]?.start, tokens.at(-1)?.end)
  if (tokens.some(({ isClosed }) => !isClosed)) return faulty(all, 'unclosed')

  const [bracket, ...brackets] = tokens.filter(({ kind }) => kind === 'bracket')
  if (brackets.length > 0) return faulty(all, 'several')
  if (!bracket) return toBareEntry(tokens, all)

  const at = tokens.indexOf(bracket)
  if (!tokens.slice(at + 1).every(isComment)) return faulty(all, 'left-over')
  const { address, fault } = addressIn(bracket.text)
  const around = tokens.toSpliced(at, 1)
  const name = phraseOf(around)
  return fault ? faulty(all, fault) : { name, address, fault, isNamed: name !== '', isQuoted: around.some(isQuoted) }
}

/** An address without brackets: the one run of characters with an at sign, a name before it, comments around it. */
function toBareEntry(tokens: readonly Token[], all: string): Parsed {
  const runs = runsOf(tokens)
  const [run, ...others] = runs.filter((each) => each.some(isAddressed))
  if (!run) return { ...NOTHING, name: phraseOf(tokens), isQuoted: tokens.some(isQuoted) }
  if (others.length > 0) return faulty(all, 'several')
  const at = runs.indexOf(run)
  if (
    !runs
      .slice(at + 1)
      .flat()
      .every(isComment)
  )
    return faulty(all, 'left-over')

  const core = withoutComments(run)
  const inAddress = new Set(core)
  const around = tokens.filter((token) => !inAddress.has(token))
  const { address, fault } = joinRun(core)
  if (fault) return faulty(all, fault)
  // `ann @example.org`: what stands before it is its beginning, and no name.
  if (/^@|@$/.test(address) && !around.every(isComment)) return faulty(all, 'white-space')
  return { ...NOTHING, name: phraseOf(around), address }
}

const NOTHING: Parsed = { name: '', address: '', fault: undefined, isNamed: false, isQuoted: false }

function faulty(address: string, fault: Fault): Parsed {
  return { ...NOTHING, address, fault }
}

/** The address in brackets, with nothing beside it but comments. */
function addressIn(text: string): Pick<Entry, 'address' | 'fault'> {
  const address = text.trim()
  const tokens = [...tokensOf(address)]
  if (tokens.length === 0) return { address: '', fault: undefined }
  if (tokens.some(({ isClosed }) => !isClosed)) return { address, fault: 'unclosed' }
  if (tokens.some(({ kind }) => kind === 'separator' || kind === 'bracket')) return { address, fault: 'separator' }
  const [run, ...others] = runsOf(tokens).filter((each) => !each.every(isComment))
  if (!run) return { address, fault: 'comment' }
  return others.length > 0 ? { address, fault: 'white-space' } : joinRun(withoutComments(run))
}

/** Without the comments at either end. */
function withoutComments(run: readonly Token[]): readonly Token[] {
  const first = run.findIndex((token) => !isComment(token))
  return run.slice(first, run.findLastIndex((token) => !isComment(token)) + 1)
}

/** An address of tokens with no white space between them. A comment may stand beside its at sign (RFC 5322 3.4.1). */
function joinRun(tokens: readonly Token[]): Pick<Entry, 'address' | 'fault'> {
  const parts: string[] = []
  for (const [index, token] of tokens.entries()) {
    const isBeforeAt = tokens[index + 1]?.text.startsWith('@')
    if (token.kind === 'text') parts.push(token.text)
    else if (token.kind === 'quoted') parts.push(isBeforeAt ? quoteIfNeeded(token.text) : quote(token.text))
    else if (!isBeforeAt && !parts.at(-1)?.endsWith('@')) return { address: parts.join(''), fault: 'comment' }
  }
  return { address: parts.join(''), fault: undefined }
}

/** `"ann"@example.org` is `ann@example.org` (RFC 5321 4.1.2): quotes that are needed are kept, for others to refuse. */
function quoteIfNeeded(local: string): string {
  return /^[^\s"(),:;<>@[\\\]]+$/.test(local) ? local : quote(local)
}

function quote(local: string): string {
  return `"${local.replace(/["\\]/g, '\\$&')}"`
}

/** Tokens with no white space between them. */
function runsOf(tokens: readonly Token[]): Token[][] {
  const runs: Token[][] = []
  for (const token of tokens) {
    const run = runs.at(-1)
    if (run?.at(-1)?.end === token.start) run.push(token)
    else runs.push([token])
  }
  return runs
}

/** A name as it is shown. Comments beside words keep their parentheses: `Acme (China)`. */
function phraseOf(tokens: readonly Token[]): string {
  const isCommentAlone = tokens.every(isComment)
  return tokens
    .map((token, index) => {
      const isGlued = index > 0 && tokens[index - 1]?.end === token.start
      return `${isGlued ? '' : ' '}${isComment(token) && !isCommentAlone ? `(${token.text})` : token.text}`
    })
    .join('')
    .trim()
}

/** `Smith, Bob <bob@example.org>`: words between commas belong to the name of the address that follows. */
function joinStrays(entries: readonly Parsed[]): Entry[] {
  const joined: Entry[] = []
  let strays: Parsed[] = []
  for (const { isNamed, isQuoted, ...entry } of entries) {
    if (entry.address === '') strays.push({ ...entry, isNamed, isQuoted })
    else {
      const before = strays.map(({ name }) => name).join(', ')
      const isPart = isNamed && !strays.some((each) => each.isQuoted)
      const name = before === '' ? entry.name : [before, entry.name].filter(Boolean).join(', ')
      joined.push({ ...entry, name, stray: isPart || before === '' ? undefined : before })
      strays = []
    }
  }
  const left = strays.map(({ name }) => name).join(', ')
  return left === '' ? joined : [...joined, { name: left, address: '', fault: undefined, stray: left }]
}

/** On one line. */
function written(text: string, start: number | undefined, end?: number): string {
  return text.slice(start, end).replace(/\s+/g, ' ')
}

function isComment({ kind }: Token): boolean {
  return kind === 'comment'
}

function isQuoted({ kind }: Token): boolean {
  return kind === 'quoted'
}

function isAddressed({ kind, text }: Token): boolean {
  return kind === 'bracket' || (kind === 'text' && text.includes('@'))
}
