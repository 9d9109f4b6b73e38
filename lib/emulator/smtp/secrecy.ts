// Tested by test/emulator/secrecy.test.ts.

import type { Command } from './command.ts'

/** What the transcript shows of a client's lines. */
export interface Secrecy {
  show(line: string, command: Command | { readonly error: string }): string
  showVerb(verb: string): string
}

const verbs: ReadonlySet<string> = new Set(
  'HELO EHLO LHLO MAIL RCPT DATA BDAT RSET NOOP QUIT VRFY STARTTLS SEND SOML SAML EXPN HELP TURN'.split(' '),
)

/**
 * Hides passwords. They stand behind AUTH, however it is spelled, and may come as a line of their own where no answer is
 * waited for: when a client writes them ahead, or goes on after an answer that was refused. So once there was an AUTH, a line
 * that is no command is hidden.
 */
export function createSecrecy(): Secrecy {
  let isAuthSeen = false

  return {
    show(line, command) {
      if (/^\s*auth/i.test(line)) {
        isAuthSeen = true
        const [start = ''] =
          /^\s*auth(\s+(plain|login|cram-md5|digest-md5|xoauth2|oauthbearer|ntlm|scram-\S+)(?!\S))?/i.exec(line) ?? []
        return start === line ? line : `${start} ****`
      }
      return isAuthSeen && !('verb' in command && verbs.has(command.verb)) ? '****' : line
    },
    showVerb: (verb) => (isAuthSeen ? '****' : verb),
  }
}
