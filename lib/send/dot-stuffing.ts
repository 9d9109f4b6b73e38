/** A message as it goes over the wire: a dot at the start of a line is doubled (RFC 5321 4.5.2). The same Buffer if there is none. */
export function stuffDots(message: Buffer): Buffer {
  const starts: number[] = message[0] === DOT ? [0] : []
  for (let at = message.indexOf(LINE_DOT); at !== -1; at = message.indexOf(LINE_DOT, at + 2)) starts.push(at + 2)
  if (starts.length === 0) return message

  const stuffed = Buffer.allocUnsafe(message.length + starts.length)
  let from = 0
  for (const [index, start] of [...starts, message.length].entries()) {
    message.copy(stuffed, from + index, from, start)
    if (start < message.length) stuffed[start + index] = DOT
    from = start
  }
  return stuffed
}

const DOT = 46
const LINE_DOT = Buffer.from('\r\n.')
