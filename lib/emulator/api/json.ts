// Tested by test/emulator/api/openapi.test.ts.

import type { Rules } from '../checks/row.ts'
import { type BrokenRowNote, findBrokenRows } from '../mailbox/broken.ts'
import { readContent, readHeader } from '../mailbox/mail.ts'
import type { Listing, Mail } from '../mailbox/mailbox.ts'

// Mails as the API gives them.

export function summaryJson({ id, entry, summary }: Mail) {
  const { kind, outcome, delivered, row, words, reply, envelope, messageId, sesMessageId, hint, account, connection } =
    entry
  return {
    id,
    at: new Date(entry.at).toISOString(),
    kind,
    outcome,
    delivered,
    row,
    words,
    reply,
    subject: summary.subject,
    from: summary.from,
    envelope,
    messageId,
    sesMessageId,
    hint,
    account,
    connection,
    bytes: entry.raw.length,
  }
}

export function listJson({ mails, matching, total }: Listing) {
  return { mails: mails.map(summaryJson), matching, total }
}

export async function mailJson(mail: Mail, rules: Rules) {
  const { text, html, attachments } = await readContent(mail.entry)
  return {
    ...summaryJson(mail),
    header: readHeader(mail.entry),
    text,
    html,
    files: attachments.map(({ name, type, content }, index) => ({
      name,
      type,
      bytes: content.length,
      url: `/api/mails/${mail.id}/files/${index + 1}`,
    })),
    broken: findBrokenRows(mail.entry, rules).map(brokenJson),
  }
}

function brokenJson({ row, words, isAnswered, where, lines, note }: BrokenRowNote) {
  return { row, words, isAnswered, where, lines, source: note?.source, advice: note?.advice.en }
}
