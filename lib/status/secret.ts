import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether a secret that came with a request is the one expected, in a time that tells nothing of it. SES signs no event: put a
 * long secret into the address of the webhook, and check it here.
 *
 * @param given what came; a parameter that is missing or given twice is not the secret
 * @param expected yours
 * @throws TypeError for an `expected` that is missing or empty, which would let everybody in
 */
export function verifySecret(given: unknown, expected: string | undefined): boolean {
  if (typeof expected !== 'string' || expected === '') {
    throw new TypeError(`Expected \`expected\` to be a string that is not empty, got one of type ${typeof expected}`)
  }
  // Hashes are of one length, whatever was given.
  return timingSafeEqual(hash(typeof given === 'string' ? given : ''), hash(expected))
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
