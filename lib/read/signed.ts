import { SesError } from '../errors.ts'
import type { Change } from '../letter.ts'
import type { Settings } from '../options/options.ts'
import type { Protection } from './parts.ts'

/**
 * Refuses a mail that is signed or encrypted by S/MIME or PGP/MIME: SES takes none of these types and composes every mail
 * anew, so that a signature would be of another message. With the option `signed: 'unwrap'` a signed mail goes out without
 * its signature, which is told.
 *
 * @param field what to call the mail
 * @throws SesError
 */
export function refuseProtected(field: string, protection: Protection | undefined, { signed }: Settings): Change[] {
  if (protection === undefined) return []
  const { kind, type } = protection
  if (kind === 'signed' && signed === 'unwrap') {
    const message = `the signature (${type}) is left out: SES composes the message anew, and it would not fit`
    return [{ rule: 'signed', field, loss: 'presentation', message }]
  }
  const why =
    kind === 'signed'
      ? 'SES composes every mail anew, so that its signature would not fit'
      : 'its content is encrypted, or inside of the signature, and SES takes text and HTML alone'
  throw new SesError(`${field}: the mail is ${type}: ${why}. Nothing was sent.`, {
    reason: 'message-invalid',
    field,
    hint:
      kind === 'signed'
        ? "Send it unsigned, or set `signed: 'unwrap'` to leave the signature out."
        : 'Send it unsigned and not encrypted, or another way than SES.',
  })
}
