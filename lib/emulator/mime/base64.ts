// Tested by test/emulator/page.test.ts.

/**
 * The bytes that Base64 text stands for; `undefined` if it is not Base64: other characters, a wrong length or padding inside.
 * As Go reads it: line endings may stand anywhere, and a blank nowhere.
 */
export function decodeBase64(text: Buffer): Buffer | undefined {
  const characters = text.toString('latin1').replace(/[\r\n]+/g, '')
  if (characters.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(characters)) return undefined
  return Buffer.from(characters, 'base64')
}
