import { type Part, value } from '../mime/part.ts'
import type { Leaf, Submission } from '../submission.ts'
import { answers, unsupported } from './answers.ts'
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
    broken: (mail, rules) => rules.unsupported === 'refuse' && has(mail, 'bcc'),
  },
  {
    id: 'cc',
    words: 'Cc: Currently unsupported',
    answer: unsupported('Cc'),
    broken: (mail, rules) => rules.unsupported === 'refuse' && has(mail, 'cc'),
  },
  {
    id: 'content-transfer-encoding',
    words:
      "Content-Transfer-Encoding: Currently unused. You can leave it empty. Content except attachments doesn't need to be encrypted",
    answer: answers.bodyEncoding,
    broken: (mail, rules) => mail.texts.some((text) => !isBodyEncoding(text, rules)),
  },
  {
    id: 'content-type',
    words:
      'Content-Type: Currently, you can pass in only text/plain; charset=UTF-8,text/html; charset=UTF-8 multipart/mixed, multipart/related, or multipart/alternative; otherwise, an error will be reported',
    answer: answers.contentType,
    broken: (mail) => mail.bodyParts.some((part) => !isBodyType(part)),
  },
  {
    id: 'from',
    words: 'From: Required',
    answer: answers.from,
    broken: (mail) => !has(mail, 'from'),
  },
  {
    id: 'mime-version',
    words: 'MIME-Version: Currently unused. Leave it empty or pass in 1.0; otherwise, an error will be reported',
    answer: answers.mimeVersion,
    broken: (mail) => !['', '1.0'].includes(value(mail.root, 'mime-version') ?? ''),
  },
  {
    id: 'subject',
    words: 'Subject: Required',
    answer: answers.subject,
    broken: (mail) => !has(mail, 'subject'),
  },
  {
    // The page has no words for this one: the code is SendEmail's.
    id: 'to',
    words: 'To: Required',
    answer: { code: 'InvalidParameterValue.EmailAddressIsNULL' },
    broken: (mail) => mail.to.length === 0,
  },
]

function has(mail: Submission, name: string): boolean {
  return (value(mail.root, name) ?? '') !== ''
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
  return ['multipart/mixed', 'multipart/related', 'multipart/alternative'].includes(part.type) && part.parts.length > 0
}
