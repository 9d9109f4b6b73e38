// Tested by test/send/connection.test.ts.

import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { isRefusal, type Reply } from '../attempt.ts'
import { type Dialogue, Refused } from './dialogue.ts'

/** A sender address and its SMTP password. */
export interface Login {
  readonly user: string
  readonly pass: string
}

/** Extensions that the gateway offers, by their keywords, each with its line of EHLO's reply. */
export type Extensions = ReadonlyMap<string, string>

/** Hears the greeting and says EHLO. */
export async function greet(dialogue: Dialogue, greetingMs: number, replyMs: number): Promise<Extensions> {
  const greeting = await dialogue.hear(greetingMs)
  if (greeting.status !== 220) throw new Refused(greeting)

  dialogue.say(`EHLO ${ownName()}`)
  const reply = await dialogue.hear(replyMs)
  if (reply.status === 250) return extensionsOf(reply)
  if (!isRefusal(reply) || reply.status === 421) throw new Refused(reply)

  dialogue.say(`HELO ${ownName()}`) // RFC 5321 3.2: a server may know no more
  const basic = await dialogue.hear(replyMs)
  if (basic.status !== 250) throw new Refused(basic)
  return new Map()
}

function extensionsOf({ text }: Reply): Extensions {
  const lines = text.split('\n').map((line) => line.slice(4).trim().toUpperCase())
  return new Map(lines.map((line) => [line.split(/[ =]/, 1)[0] ?? '', line]))
}

/** The machine's, if it is a domain name; gateways do not check it. */
function ownName(): string {
  const name = hostname()
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(name) && isIP(name) === 0 ? name : '[127.0.0.1]'
}

/** With PLAIN, which every sample of the provider's uses, unless the gateway offers LOGIN alone. */
export async function logIn(
  dialogue: Dialogue,
  { user, pass }: Login,
  extensions: Extensions,
  replyMs: number,
  log: (line: string) => void,
): Promise<void> {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const offered = extensions.get('AUTH') ?? ''
  const isLogin = /\bLOGIN\b/.test(offered) && !/\bPLAIN\b/.test(offered)
  const [first, ...answers] = isLogin
    ? ['AUTH LOGIN', base64(user), base64(pass)]
    : [`AUTH PLAIN ${base64(`\0${user}\0${pass}`)}`]
  log(`C: AUTH ${isLogin ? 'LOGIN' : 'PLAIN'} ***`)
  dialogue.say(first as string)
  let reply = await dialogue.hear(replyMs)
  for (const answer of answers) {
    if (reply.status !== 334) break
    log('C: ***')
    dialogue.say(answer)
    reply = await dialogue.hear(replyMs)
  }
  if (reply.status !== 235) throw new Refused(reply)
}
