/** A header and the body after it. */
export interface Entity {
  readonly header: string
  readonly body: string
}

/** The message with its header, the part with its text or its file made different; a text alone is the message itself. */
export function change(message: string, part: 'header' | 'text' | 'file', edit: (entity: Entity) => Entity): string {
  const boundary = /boundary="?([^"\r\n;]+)/.exec(message)?.[1]
  if (part === 'header' || boundary === undefined) return edited(message, edit)

  const place = part === 'text' ? 1 : 2
  const parts = message.split(`\r\n--${boundary}`)
  return parts
    .map((each, index) => (index === place ? `\r\n${edited(each.slice(2), edit)}` : each))
    .join(`\r\n--${boundary}`)
}

/** Sets a field, or takes it away. */
export function withField(name: string, value: string | null): (entity: Entity) => Entity {
  const field = new RegExp(`^${name}:.*\r\n(?:[ \t].*\r\n)*`, 'im')
  return ({ header, body }) => {
    const others = header.replace(field, '')
    return { header: value === null ? others : `${name}: ${value}\r\n${others}`, body }
  }
}

export function withBody(body: string): (entity: Entity) => Entity {
  return ({ header }) => ({ header, body })
}

function edited(text: string, edit: (entity: Entity) => Entity): string {
  const end = text.indexOf('\r\n\r\n') + 2
  const { header, body } = edit({ header: text.slice(0, end), body: text.slice(end + 2) })
  return `${header}\r\n${body}`
}
