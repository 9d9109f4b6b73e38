// Tested by test/emulator/page.test.ts.

import { type Part, value } from '../mime/part.ts'
import type { Leaf, Submission } from '../submission.ts'
import { answers, unsupported } from './answers.ts'
import { fieldPlace, fieldPlaces, having, missingField, textPlaces } from './places.ts'
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
    places: (mail, rules) => (rules.unsupported === 'refuse' ? fieldPlaces(mail, 'Bcc') : []),
  },
  {
    id: 'cc',
    words: 'Cc: Currently unsupported',
    answer: unsupported('Cc'),
    places: (mail, rules) => (rules.unsupported === 'refuse' ? fieldPlaces(mail, 'Cc') : []),
  },
  {
    id: 'content-transfer-encoding',
    words:
      "Content-Transfer-Encoding: Currently unused. You can leave it empty. Content except attachments doesn't need to be encrypted",
    answer: answers.bodyEncoding,
    places: (mail, rules) =>
      textPlaces(mail, (text) =>
        isBodyEncoding(text, rules) ? undefined : having('Content-Transfer-Encoding', text.encoding),
      ),
  },
  {
    id: 'content-type',
    words:
      'Content-Type: Currently, you can pass in only text/plain; charset=UTF-8,text/html; charset=UTF-8 multipart/mixed, multipart/related, or multipart/alternative; otherwise, an error will be reported',
    answer: answers.contentType,
    places: (mail) => mail.bodyParts.filter((part) => !isBodyType(part)).map(typePlace),
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

function required(mail: Submission, name: string): readonly string[] {
  return (value(mail.root, name.toLowerCase()) ?? '') === '' ? [missingField(mail, name)] : []
}

/** Base64 is what Tencent's Java, PHP and Python samples send; 7bit and 8bit are other names for no encoding. */
function isBodyEncoding({ encoding }: Leaf, rules: Rules): boolean {
  return (
    ['', '7bit', '8bit', 'base64'].includes(encoding) ||
    (encoding === 'quoted-printable' && rules.quotedPrintable === 'raw')
  )
}

/** Tencent's samples write the charset in both cases, with and without quotes, and with no space before it. */
function isBodyType(part: Part): boolean {
  if (part.type === 'text/plain' || part.type === 'text/html') {
    return part.parameters.get('charset')?.toLowerCase() === 'utf-8'
  }
  return isMultipart(part) && part.parts.length > 0
}

function isMultipart(part: Part): boolean {
  return ['multipart/mixed', 'multipart/related', 'multipart/alternative'].includes(part.type)
}

function typePlace(part: Part): string {
  const type = value(part, 'content-type') ?? ''
  if (type === '') return 'no Content-Type'
  return `${fieldPlace('Content-Type', type)}${isMultipart(part) ? ', and no part in it' : ''}`
}
