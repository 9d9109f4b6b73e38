import { toSesError } from './deliver-letter.ts'
import type { SesError } from './errors.ts'
import type { Letter } from './letter.ts'
import type { Delivery, LetterResult } from './sent-info.ts'

/**
 * Sends the first letter alone, and the others, a few at a time, when SES took it. If it did not, nothing more goes out:
 * unless that is about its one recipient, whom the others need not wait for.
 */
export async function sendInTurn(
  letters: readonly { readonly kind: 'shared' | 'separate'; readonly letter: Letter }[],
  atOnce: number,
  deliver: (letter: Letter) => Promise<Delivery>,
): Promise<LetterResult[]> {
  const send = async (letter: Letter): Promise<LetterResult> => {
    try {
      return { letter, delivery: await deliver(letter) }
    } catch (error) {
      return { letter, error: toSesError(error) }
    }
  }
  const [first, ...rest] = letters
  if (!first) return []
  const result = await send(first.letter)
  if ('error' in result && !(first.kind === 'separate' && isOfRecipient(result.error))) return [result]

  const results: LetterResult[] = [result]
  let next = 0
  const worker = async () => {
    for (let index = next++; index < rest.length; index = next++) {
      const { letter } = rest[index] as (typeof rest)[number]
      results[index + 1] = await send(letter)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, rest.length) }, worker))
  return results
}

const isOfRecipient = ({ reason, scope }: SesError): boolean => recipientReasons.has(reason) || scope === 'provider'

const recipientReasons: ReadonlySet<string> = new Set(['recipient-refused', 'recipient-rate-limited'])
