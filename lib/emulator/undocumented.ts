import { checkOptions, oneOf, yesOrNo } from './option-checks.ts'

/**
 * What SES's pages leave open, each with a default that is only our guess. A client is safe if it fares the same with either.
 */
export interface Undocumented {
  /** Which row is answered of a mail that breaks several: the first of the page, or any of them, drawn by `seed`. @default 'page' */
  readonly rowOrder?: 'page' | 'random'
  /** When the rate is looked at: before a mail's content, so that a mail which is refused counts too, or after it. @default 'before-content' */
  readonly rateCheck?: 'before-content' | 'after-content'
  /**
   * What becomes of a Content-Type with more parameters than `charset` in a text, or than `boundary` in a multipart, such as
   * `format=flowed`: the page lists none.
   * @default 'take'
   */
  readonly contentTypeParameters?: 'take' | 'refuse'
  /**
   * What becomes of a line in a header that has no colon: SES's parser is likely Go's, which refuses the message. `skip`: the
   * line is not looked at.
   * @default 'refuse'
   */
  readonly malformedHeader?: 'refuse' | 'skip'
  /** What becomes of a Cc or Bcc with nothing in it. @default 'take' */
  readonly emptyCc?: 'take' | 'refuse'
  /**
   * What becomes of Cc, of Bcc, and of recipients that are not in To (or are there and get no mail). The page says
   * "currently unsupported". `drop`: the mail is taken, and only recipients in To get it. `ignore`: all recipients get it.
   * @default 'refuse', which shows a mistake
   */
  readonly unsupported?: 'refuse' | 'drop' | 'ignore'
  /**
   * What becomes of a file with a Content-ID, Content-Location, Content-Base, or a Content-Disposition other than
   * `attachment`. `drop`: the mail is taken without it. `ignore`: it is taken as an attachment.
   * @default 'refuse', which shows a mistake
   */
  readonly unsupportedParts?: 'refuse' | 'drop' | 'ignore'
  /** What becomes of a text in quoted-printable, which the page does not mention: refused, or taken as it is, undecoded. @default 'refuse' */
  readonly quotedPrintable?: 'refuse' | 'raw'
  /**
   * Whether to refuse also what no page forbids and none allows: a From that is quoted or folded, and files with an extension
   * on neither of the lists.
   * @default false
   */
  readonly strict?: boolean
}

export function resolveUndocumented(options: Undocumented = {}): Required<Undocumented> {
  checkOptions<Undocumented>('undocumented', options, {
    rowOrder: oneOf('page', 'random'),
    rateCheck: oneOf('before-content', 'after-content'),
    contentTypeParameters: oneOf('take', 'refuse'),
    malformedHeader: oneOf('refuse', 'skip'),
    emptyCc: oneOf('take', 'refuse'),
    unsupported: oneOf('refuse', 'drop', 'ignore'),
    unsupportedParts: oneOf('refuse', 'drop', 'ignore'),
    quotedPrintable: oneOf('refuse', 'raw'),
    strict: yesOrNo,
  })
  return {
    rowOrder: options.rowOrder ?? 'page',
    rateCheck: options.rateCheck ?? 'before-content',
    contentTypeParameters: options.contentTypeParameters ?? 'take',
    malformedHeader: options.malformedHeader ?? 'refuse',
    emptyCc: options.emptyCc ?? 'take',
    unsupported: options.unsupported ?? 'refuse',
    unsupportedParts: options.unsupportedParts ?? 'refuse',
    quotedPrintable: options.quotedPrintable ?? 'refuse',
    strict: options.strict ?? false,
  }
}
