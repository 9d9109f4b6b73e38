/**
 * A text of a mail or a server as one line for people: nothing in it can begin a line of a log, or control a terminal.
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, ' ').trim().toWellFormed()
}

/** `1 byte`, `1,234 bytes`. */
export function countBytes(count: number): string {
  return count === 1 ? '1 byte' : `${count.toLocaleString('en')} bytes`
}

/** Control characters, line separators, and those that change the direction of what follows. */
const CONTROLS = /[\s\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g
