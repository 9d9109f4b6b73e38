import { decodedValue, type Submission } from '../submission.ts'
import { unsupported } from './answers.ts'
import { isFileName } from './file-names.ts'
import type { Row } from './row.ts'
import { isOwn, isWellFormed } from './sender.ts'

/**
 * "The input parameter verification requirements are generally the same as those of SendEmail, including the restrictions
 * on the number of recipients, email body size, attachment format, and attachment size."
 *
 * @see https://www.tencentcloud.com/document/product/1084/39408
 */
export const sendEmail: readonly Row[] = [
  {
    id: 'sender-format',
    words: 'alias + one space + <address>, and no colon in the alias; an address alone without an alias',
    answer: { code: 'FailedOperation.IncorrectSender' },
    broken: (mail, { strict }) => !isWellFormed(mail, strict),
  },
  {
    id: 'sender-not-authenticated',
    words: 'Unable to send because the sender is not verified.',
    answer: { code: 'FailedOperation.NotAuthenticatedSender' },
    broken: (mail) => !isOwn(mail),
  },
  {
    id: 'too-many-recipients',
    words: 'Too many recipients; at most 50 at a time.',
    answer: { code: 'FailedOperation.TooManyRecipients' },
    broken: (mail) => Math.max(mail.to.length, mail.envelope.to.length) > 50,
  },
  {
    // In every sample of Tencent's both lists are the same; which of them the gateway follows is not known.
    id: 'recipients-differ',
    words: 'Bcc: Currently unsupported (a recipient that is not in To, or the other way round)',
    answer: unsupported('A recipient that is not in To, or one in To that is no recipient,'),
    broken: (mail, rules) => rules.unsupported === 'refuse' && !sameRecipients(mail),
  },
  {
    id: 'subject-length',
    words: 'Subject: at most 998 characters',
    answer: { code: 'InvalidParameterValue', text: 'Subject must not exceed 998 characters.' },
    broken: (mail) => [...decodedValue(mail.root, 'subject')].length > 998,
  },
  {
    id: 'too-many-attachments',
    words: 'Too many attachments; a single email supports up to 10.',
    answer: { code: 'FailedOperation.TooManyAttachments' },
    broken: (mail) => mail.files.length > 10,
  },
  {
    id: 'attachment-name',
    words: 'Unsupported attachment name; check for special characters (see the attachment-type page).',
    answer: { code: 'FailedOperation.InvalidAttachName' },
    broken: (mail, { strict }) => mail.files.some((file) => !isFileName(file.name, strict)),
  },
]

function sameRecipients(mail: Submission): boolean {
  const envelope = new Set(mail.envelope.to.map((address) => address.toLowerCase()))
  const header = new Set(mail.to)
  return envelope.size === header.size && [...header].every((address) => envelope.has(address))
}
