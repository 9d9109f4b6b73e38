// Errors, changes, the log and the answers of a server pass this before a person sees them.

/**
 * A text of a mail or a server as one line for people: nothing in it can begin a line of a log, or control a terminal.
 */
export function printable(text: string): string {
  return text.replace(BREAKS, ' ').trim().toWellFormed()
}

/** As {@link printable}, but with its lines and its spaces: what a server said. */
export function printableLines(text: string): string {
  return text.replace(CONTROLS, ' ').toWellFormed()
}

/** `1 byte`, `1,234 bytes`. */
export function countBytes(count: number): string {
  return count === 1 ? '1 byte' : `${count.toLocaleString('en')} bytes`
}

/** Control characters but the line feed, line separators, and those that change the direction of what follows. */
const CONTROLS = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

const BREAKS = new RegExp(`(?:\\s|${CONTROLS.source})+`, 'g')
