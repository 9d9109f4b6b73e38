// Tested by test/emulator/page.test.ts.

import { decodedValue, type Submission } from '../submission.ts'
import { unsupported } from './answers.ts'
import { fileNameFault } from './file-names.ts'
import { brief, count, fieldPlaces, filePlaces } from './places.ts'
import { malformedRecipients } from './recipients.ts'
import type { Row } from './row.ts'
import { isWellFormed, ownershipFault } from './sender.ts'

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
    places: (mail, { undocumented }) => (isWellFormed(mail, undocumented.strict) ? [] : fieldPlaces(mail, 'From')),
  },
  {
    id: 'sender-not-authenticated',
    words: 'Unable to send because the sender is not verified.',
    answer: { code: 'FailedOperation.NotAuthenticatedSender' },
    places: (mail) => {
      const fault = ownershipFault(mail)
      return fault === undefined ? [] : fieldPlaces(mail, 'From').map((place) => `${place} (${fault})`)
    },
  },
  {
    id: 'recipient-format',
    words: 'The recipient address is incorrect.',
    answer: { code: 'InvalidParameterValue.ReceiverEmailInvalid' },
    places: (mail) => malformedRecipients(mail).map((address) => `${brief(address)}: no address`),
  },
  {
    id: 'too-many-recipients',
    words: 'Too many recipients; at most 50 at a time.',
    answer: { code: 'FailedOperation.TooManyRecipients' },
    places: (mail) => {
      const recipients = Math.max(mail.to.length, mail.envelope.to.length)
      return recipients > 50 ? [`${count(recipients)} recipients`] : []
    },
  },
  {
    // In every sample of Tencent's both lists are the same; which of them the gateway follows is not known.
    id: 'recipients-differ',
    words: 'Bcc: Currently unsupported (a recipient that is not in To, or the other way round)',
    answer: unsupported('A recipient that is not in To, or one in To that is no recipient,'),
    places: (mail, rules) => (rules.undocumented.unsupported === 'refuse' ? differingRecipients(mail) : []),
  },
  {
    id: 'subject-length',
    words: 'Subject: at most 998 characters',
    answer: { code: 'InvalidParameterValue', text: 'Subject must not exceed 998 characters.' },
    places: (mail) => {
      const { length } = [...decodedValue(mail.root, 'subject')]
      return length > 998 ? [`Subject: ${count(length)} characters`] : []
    },
  },
  {
    id: 'too-many-attachments',
    words: 'Too many attachments; a single email supports up to 10.',
    answer: { code: 'FailedOperation.TooManyAttachments' },
    places: (mail) => (mail.files.length > 10 ? [`${count(mail.files.length)} attachments`] : []),
  },
  {
    id: 'attachment-name',
    words: 'Unsupported attachment name; check for special characters (see the attachment-type page).',
    answer: { code: 'FailedOperation.InvalidAttachName' },
    places: (mail, { undocumented }) =>
      filePlaces(mail, (file) => {
        const fault = fileNameFault(file.name, undocumented.strict)
        return fault === undefined ? undefined : `: ${fault}`
      }),
  },
]

function differingRecipients(mail: Submission): readonly string[] {
  const envelope = new Set(mail.envelope.to.map((address) => address.toLowerCase()))
  const header = new Set(mail.to)
  return [
    ...[...envelope].filter((address) => !header.has(address)).map((address) => `${address}: not in To`),
    ...[...header].filter((address) => !envelope.has(address)).map((address) => `${address}: in To, and no recipient`),
  ]
}
