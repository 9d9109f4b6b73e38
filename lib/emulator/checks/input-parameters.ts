// Tested by test/emulator/page.test.ts.

import { type Part, value, walk } from '../mime/part.ts'
import { decodedValue, type Submission } from '../submission.ts'
import { answers, unsupported } from './answers.ts'
import { brief, fieldPlace, fieldPlaces, having, missingField } from './places.ts'
import type { Row, Rules } from './row.ts'

/**
 * "Input Parameters", in the page's order. The fields it calls unused (Date, Delivered-To, Message-ID, Received, Reply-To,
 * Return-Path) may say anything.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters"
 */
export const inputParameters: readonly Row[] = [
  {
    id: 'bcc',
    words: 'Bcc: Currently unsupported',
    answer: unsupported('Bcc'),
    places: (mail, rules) => copyPlaces(mail, 'Bcc', rules),
  },
  {
    id: 'cc',
    words: 'Cc: Currently unsupported',
    answer: unsupported('Cc'),
    places: (mail, rules) => copyPlaces(mail, 'Cc', rules),
  },
  {
    id: 'content-transfer-encoding',
    words:
      "Content-Transfer-Encoding: Currently unused. You can leave it empty. Content except attachments doesn't need to be encrypted",
    answer: answers.bodyEncoding,
    places: (mail, rules) =>
      mail.bodyParts.flatMap((part) => {
        const encoding = (value(part, 'content-transfer-encoding') ?? '').toLowerCase()
        const where = `${brief(part.type) || 'the body'}${having('Content-Transfer-Encoding', encoding)}`
        return isBodyEncoding(encoding, rules) ? [] : [where]
      }),
  },
  {
    id: 'content-type',
    words:
      'Content-Type: Currently, you can pass in only text/plain; charset=UTF-8,text/html; charset=UTF-8 multipart/mixed, multipart/related, or multipart/alternative; otherwise, an error will be reported',
    answer: answers.contentType,
    places: (mail, rules) => mail.bodyParts.filter((part) => !isBodyType(part, rules)).map(typePlace),
  },
  {
    // No page speaks of it: the answer is that of Go's parser, whose spelling SES has in "Mime-Version".
    id: 'malformed-header',
    words: 'A line in a header without a colon (not documented)',
    answer: answers.malformedHeader,
    places: (mail, { undocumented }) =>
      undocumented.malformedHeader === 'skip'
        ? []
        : walk(mail.root).flatMap(({ malformed }) => malformed.map((line) => `the line "${brief(line)}"`)),
  },
  {
    id: 'from',
    words: 'From: Required',
    answer: answers.from,
    places: (mail) => required(mail, 'From'),
  },
  {
    id: 'mime-version',
    words: 'MIME-Version: Currently unused. Leave it empty or pass in 1.0; otherwise, an error will be reported',
    answer: answers.mimeVersion,
    places: (mail) => {
      const version = value(mail.root, 'mime-version') ?? ''
      return ['', '1.0'].includes(version) ? [] : [fieldPlace('MIME-Version', version)]
    },
  },
  {
    id: 'subject',
    words: 'Subject: Required',
    answer: answers.subject,
    places: (mail) => required(mail, 'Subject'),
  },
  {
    // The page has no words for this one: the code is SendEmail's.
    id: 'to',
    words: 'To: Required',
    answer: { code: 'InvalidParameterValue.EmailAddressIsNULL' },
    places: (mail) => {
      if (mail.to.length > 0) return []
      const given = fieldPlaces(mail, 'To')
      return given.length > 0 ? given.map((place) => `no address in ${place}`) : [missingField(mail, 'To')]
    },
  },
]

/** An encoded word with nothing in it is nothing too. */
function required(mail: Submission, name: string): readonly string[] {
  return decodedValue(mail.root, name.toLowerCase()) === '' ? [missingField(mail, name)] : []
}

function copyPlaces(mail: Submission, name: string, { undocumented }: Rules): readonly string[] {
  const isEmpty = mail.root.fields.some((field) => field.name === name.toLowerCase() && field.value === '')
  return [
    ...(undocumented.unsupported === 'refuse' ? fieldPlaces(mail, name) : []),
    ...(isEmpty && undocumented.emptyCc === 'refuse' ? [missingField(mail, name)] : []),
  ]
}

/** Base64 is what Tencent's Java, PHP and Python samples send; 7bit and 8bit are other names for no encoding. */
function isBodyEncoding(encoding: string, { undocumented }: Rules): boolean {
  return (
    ['', '7bit', '8bit', 'base64'].includes(encoding) ||
    (encoding === 'quoted-printable' && undocumented.quotedPrintable === 'raw')
  )
}

/** Tencent's samples write the charset in both cases, with and without quotes, and with no space before it. */
function isBodyType(part: Part, { undocumented }: Rules): boolean {
  const isText = part.type === 'text/plain' || part.type === 'text/html'
  const isRight = isText
    ? part.parameters.get('charset')?.toLowerCase() === 'utf-8'
    : isMultipart(part) && part.parts.length > 0
  return isRight && (undocumented.contentTypeParameters === 'take' || hasNoMore(part, isText ? 'charset' : 'boundary'))
}

function hasNoMore(part: Part, parameter: string): boolean {
  return [...part.parameters.keys()].every((name) => name === parameter)
}

function isMultipart(part: Part): boolean {
  return ['multipart/mixed', 'multipart/related', 'multipart/alternative'].includes(part.type)
}

function typePlace(part: Part): string {
  const type = value(part, 'content-type') ?? ''
  if (type === '') return 'no Content-Type'
  return `${fieldPlace('Content-Type', type)}${isMultipart(part) ? ', and no part in it' : ''}`
}
