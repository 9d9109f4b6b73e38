// Tested by test/errors.test.ts.

/**
 * Where a function was called, with as many frames as Nodemailer has between its caller and a transport. V8 writes the stack
 * only when it is read.
 */
export function captureStack(called: unknown): object {
  const place = {}
  const { stackTraceLimit } = Error
  try {
    if (stackTraceLimit > 0) Error.stackTraceLimit = Math.max(stackTraceLimit, MOST_FRAMES)
    Error.captureStackTrace(place, called as () => void)
    Error.stackTraceLimit = stackTraceLimit
  } catch {} // where a program has frozen Error
  return place
}

const MOST_FRAMES = 30

/** The lines of a stack behind its message. A program may have Node write stacks in another form, or fail to. */
export function framesOf(place: { readonly stack?: unknown }): string {
  try {
    const { stack } = place
    const start = typeof stack === 'string' ? stack.search(/^ {4}at /m) : -1
    return start < 0 ? '' : String(stack).slice(start)
  } catch {
    return ''
  }
}

/** Those of them that are of whoever called Nodemailer; none if only Node is left, as where a timer called a plugin back. */
export function callersOf(place: object): string {
  const frames = framesOf(place).split('\n').filter(Boolean)
  const callers = frames.slice(frames.findLastIndex((frame) => NODEMAILER.test(frame)) + 1)
  return callers.some((frame) => !OF_NODE.test(frame)) ? callers.join('\n') : ''
}

const NODEMAILER = /[\\/]nodemailer[\\/](?:lib|dist)[\\/]/
const OF_NODE = /\(?node:internal[\\/]/
