/**
 * Text that was UTF-8 and has been read as Latin-1, as Nodemailer before 8.0.5 reads all replies and later ones read a reply
 * that was cut off within a character; any other text as it is. Half a character at the end is left out.
 */
export function decodeLatin1(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\x00-\xff]/.test(text)) return text
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(text, 'latin1'), { stream: true })
  // `café` in real Latin-1 is no UTF-8, or ends like half a character. SES's Chinese tells itself, even with a character broken.
  const isUtf8 = decoded.includes('\ufffd') ? CHINESE.test(decoded) : /[^\x00-\x7f]/.test(decoded)
  return isUtf8 ? decoded : text
}

const CHINESE = /[\u3000-\u9fff\uff00-\uffef]/
