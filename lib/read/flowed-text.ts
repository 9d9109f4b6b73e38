/**
 * Text of `format=flowed` with its paragraphs in one line each, as a program shows them (RFC 3676).
 *
 * A line that ends in a space goes on in the next, if that is quoted as deep. The signature's `-- ` does not, and an empty
 * line stays one.
 *
 * @param delSp whether the space at the end of a line is none of the text
 */
export function joinFlowedLines(text: string, delSp: boolean): string {
  const paragraphs: string[] = []
  let pieces: string[] = []
  let isOpen = false
  let openDepth = 0
  const close = () => {
    if (pieces.length > 0) paragraphs.push(pieces.join(''))
    pieces = []
  }

  for (const line of text.split(/\r?\n/)) {
    const depth = quoteDepth(line)
    const content = line.slice(line[depth] === ' ' ? depth + 1 : depth) // a space is stuffed before what looks like a quote
    const isSignature = content === '-- '
    if (isOpen && depth === openDepth && content !== '' && !isSignature) {
      if (delSp) pieces.push((pieces.pop() ?? '').slice(0, -1))
      pieces.push(content)
    } else {
      close()
      const space = content === '' ? '' : ' '
      pieces = depth === 0 ? [content] : [`${'>'.repeat(depth)}${space}`, content]
    }
    isOpen = content.endsWith(' ') && !isSignature
    openDepth = depth
  }
  close()
  return paragraphs.join('\n')
}

function quoteDepth(line: string): number {
  let depth = 0
  while (line[depth] === '>') depth++
  return depth
}
