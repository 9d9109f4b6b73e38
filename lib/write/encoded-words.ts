/** One RFC 2047 word in Base64, however long. */
export function encodedWord(text: string): string {
  return `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
}

/**
 * A text as RFC 2047 words of at most 75 characters, the first of at most `firstRoom`. A reader puts them together again
 * without the white space between.
 */
export function encodedWords(text: string, firstRoom = LONGEST_WORD): string[] {
  const words: string[] = []
  let room = bytesThatFit(firstRoom)
  let chunk = ''
  let size = 0
  for (const character of text) {
    const bytes = Buffer.byteLength(character)
    if (size + bytes > room && size > 0) {
      words.push(encodedWord(chunk))
      chunk = ''
      size = 0
      room = bytesThatFit(LONGEST_WORD)
    }
    chunk += character
    size += bytes
  }
  return [...words, encodedWord(chunk)]
}

/** RFC 2047 2. */
const LONGEST_WORD = 75

function bytesThatFit(characters: number): number {
  return Math.floor((characters - '=?UTF-8?B??='.length) / 4) * 3
}
