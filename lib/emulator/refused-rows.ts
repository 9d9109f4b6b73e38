import { brokenRows } from './checks/index.ts'
import type { BrokenRow } from './checks/row.ts'
import { senderAddress } from './checks/sender.ts'
import { resolveOptions } from './settings.ts'
import { addressesIn, readSubmission } from './submission.ts'

/**
 * Every row of the provider's page that a message breaks as it stands in a file, in the order of the page. A file has no
 * login and no envelope: its sender counts as logged in, and the recipients are those of To, Cc and Bcc.
 *
 * @param firstLine number of the message's first line in its file
 */
export function refusedRows(raw: Buffer, firstLine = 1): readonly BrokenRow[] {
  const message = readSubmission('', { from: '', to: [] }, raw)
  const account = senderAddress(message)
  const to = ['to', 'cc', 'bcc'].flatMap((name) => addressesIn(message.root, name))
  const mail = { ...message, account, envelope: { from: account, to } }

  // Recipients in Cc or Bcc are not in To: the rows of those two fields say so.
  return brokenRows(mail, resolveOptions({}), firstLine).filter(({ row }) => row !== 'recipients-differ')
}
