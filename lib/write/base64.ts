/** Base64 in lines of 76 characters (RFC 2045 6.8), CRLF after each. */
export function base64Lines(content: Buffer): Buffer {
  const encoded = Buffer.from(content.toString('base64'), 'latin1')
  const lines = Math.ceil(encoded.length / LINE)
  const wrapped = Buffer.allocUnsafe(encoded.length + lines * 2)

  let at = 0
  for (let start = 0; start < encoded.length; start += LINE) {
    at += encoded.copy(wrapped, at, start, start + LINE)
    wrapped[at++] = 13
    wrapped[at++] = 10
  }
  return wrapped
}

const LINE = 76
