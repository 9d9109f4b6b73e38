/**
 * Text that was UTF-8 and has been read as Latin-1, as Nodemailer before 8.0.5 reads replies; any other text as it is.
 * Half a character at the end, where a reply was cut off, is left out.
 */
export function decodeLatin1(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\x00-\xff]/.test(text)) return text
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const decoded = decoder.decode(Buffer.from(text, 'latin1'), { stream: true })
    // `café` in real Latin-1 ends like half a character.
    return /[^\x00-\x7f]/.test(decoded) ? decoded : text
  } catch {
    return text
  }
}
