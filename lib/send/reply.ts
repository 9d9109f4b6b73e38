/** Whether a reply says in each of its lines that the gateway took the message: Nodemailer takes any that starts with 2. */
export const isTaken = (reply: string): boolean => linesOf(reply).every((line) => /^250(?:[ -]|$)/.test(line))

/** Whether a reply refuses, in each of its lines. */
export const isRefusal = (reply: string): boolean => linesOf(reply).every((line) => /^[45]\d\d(?:[ -]|$)/.test(line))

const linesOf = (reply: string): string[] => reply.split(/\r?\n/)
