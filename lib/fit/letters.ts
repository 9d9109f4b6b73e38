import { createError } from '../errors.ts'
import type { Change, Letter } from '../letter.ts'
import type { Settings } from '../options/options.ts'
import { printable } from '../printable.ts'
import { type Addressed, addressLetters } from './addressing.ts'
import { alternatives } from './alternatives.ts'
import { attachmentLimits } from './attachment-limits.ts'
import { body } from './body.ts'
import { calendar } from './calendar.ts'
import { controlCharacters } from './control-characters.ts'
import { fieldLengths } from './field-lengths.ts'
import { fileNames } from './file-names.ts'
import { fileTypes } from './file-types.ts'
import { headers } from './headers.ts'
import { inlineImages } from './inline-images.ts'
import { longLines } from './long-lines.ts'
import { messageId } from './message-id.ts'
import { missingImages } from './missing-images.ts'
import { plainAttachments } from './plain-attachments.ts'
import { recipients } from './recipients.ts'
import type { Rule } from './rule.ts'
import { sender } from './sender.ts'
import { subject } from './subject.ts'
import { unicode } from './unicode.ts'
import { wholeUrls } from './whole-urls.ts'

/**
 * What SES asks of a letter, in this order: a file is named before its type is read from its name, and the body is
 * measured after images are put into it.
 */
const rules: readonly Rule[] = [
  unicode,
  controlCharacters,
  sender,
  recipients,
  subject,
  headers,
  fieldLengths,
  messageId,
  calendar,
  alternatives,
  wholeUrls,
  missingImages,
  inlineImages,
  plainAttachments,
  fileNames,
  fileTypes,
  attachmentLimits,
  body,
  longLines,
]

/**
 * Makes a mail into letters that SES takes.
 *
 * @param before changes made when it was read
 * @throws SesError for what cannot be kept, or for a change that the option `onLoss` refuses
 */
export async function fitLetters(mail: Letter, settings: Settings, before: readonly Change[] = []): Promise<Addressed> {
  let letter = mail
  const made: (readonly Change[])[] = [before]
  for (const rule of rules) {
    const fitted = await rule(letter, settings)
    letter = fitted.letter
    made.push(fitted.changes)
  }
  const addressed = addressLetters(letter, settings)
  const changes = [...made, addressed.changes].flat().map(toPrintable)
  if (settings.onLoss === 'refuse') refuseLosses(changes)
  return { letters: addressed.letters, changes }
}

/**
 * Applies the rules that need no content: a mail that breaks one is refused at once, before it enters the queue.
 *
 * @param outline undefined if nothing is known of the mail yet
 */
export function refuseEarly(outline: Letter | undefined, settings: Settings): void {
  if (!outline) return
  const files = outline.attachments.filter((file) => file.disposition === 'attachment' && !file.contentId)
  const known = { ...outline, attachments: files }
  for (const rule of [fieldLengths, sender, recipients, subject, fileTypes, attachmentLimits]) rule(known, settings)
  addressLetters(known, settings)
}

/** Names of files and fields are the mail's own words. */
function toPrintable({ field, message, ...change }: Change): Change {
  return { ...change, field: printable(field), message: printable(message) }
}

function refuseLosses(changes: readonly Change[]): void {
  const losses = changes.filter(({ loss }) => loss !== 'none')
  if (losses.length === 0) return
  const field = losses[0]?.field
  const told = losses.map(({ message }) => message).join('; ')
  throw createError(
    {
      en: `${field}: ${told}. The option \`onLoss\` refuses that.`,
      zh: `${field}：${told}。选项 \`onLoss\` 拒绝此类改动。`,
    },
    {
      reason: 'message-invalid',
      field,
      hint: { en: "Change the mail, or set `onLoss: 'send'`.", zh: "请修改邮件，或设置 `onLoss: 'send'`。" },
    },
  )
}
