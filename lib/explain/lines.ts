/** The text of a reply over several lines, of which each begins with the number and mostly with the enhanced code. */
export function joinLines(reply: string, status: string): string {
  const [first = '', ...others] = reply.split(/\r?\n/)
  const last = others.length - 1
  const beginning = new RegExp(`^${status}(?:[ -]|$)(?:\\d\\.\\d{1,3}\\.\\d{1,3}(?: |$))?`)
  const cutBeginning = new RegExp(`^(?:\\d{1,2}|${status}[ -]\\d(?:\\.\\d{0,3}){0,2})$`)
  const texts = others.map((line, index) =>
    index === last && cutBeginning.test(line) ? '' : line.replace(beginning, ''),
  )
  return [first, ...texts].join('\n')
}
