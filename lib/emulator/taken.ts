// Tested by test/emulator/undocumented.test.ts.

import { isUnsupportedFile } from './checks/attachment-parameters.ts'
import type { Submission } from './submission.ts'
import type { Undocumented } from './undocumented.ts'

/** A mail without what SES drops in silence, if it does: who gets it, and with which files. */
export function asTaken(
  mail: Submission,
  { unsupported, unsupportedParts }: Pick<Required<Undocumented>, 'unsupported' | 'unsupportedParts'>,
): Submission {
  const isInTo = (address: string) => mail.to.includes(address.toLowerCase())
  return {
    ...mail,
    ...(unsupported === 'drop' && { envelope: { ...mail.envelope, to: mail.envelope.to.filter(isInTo) } }),
    ...(unsupportedParts === 'drop' && { files: mail.files.filter((file) => !isUnsupportedFile(file)) }),
  }
}
