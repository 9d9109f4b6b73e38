// Tested by test/emulator/api/wait.test.ts.

import type { Filter } from './filter.ts'
import type { Listing, Mail, Mailbox } from './mailbox.ts'

export interface Wait {
  readonly filter: Filter
  /** How many mails have to fit. */
  readonly count: number
  /** Mails up to that one do not count. */
  readonly after: number
  readonly timeoutMs: number
  /** Ends the wait: nobody hears its end any more. */
  readonly signal: AbortSignal
}

export interface Waited {
  /** The mails that fit, the newest first; fewer than were waited for if the time was over. */
  readonly found: Listing
  /** Mails that came meanwhile and do not fit: perhaps the one that was waited for, refused. */
  readonly others: readonly Mail[]
}

/** Waits until so many mails have come that fit a filter; those that are there already count. */
export function waitForMails(mailbox: Mailbox, { filter, count, after, timeoutMs, signal }: Wait): Promise<Waited> {
  return new Promise((resolve) => {
    const others: Mail[] = []
    const look = () => mailbox.list(filter, { after, limit: mostFound })
    const stop = mailbox.onMail((mail) => {
      const found = look()
      if (found.mails.every(({ id }) => id !== mail.id)) others.push(mail)
      if (found.mails.length >= count) finish()
    })
    const timer = setTimeout(finish, timeoutMs)
    signal.addEventListener('abort', finish)
    if (signal.aborted || look().mails.length >= count) finish()

    function finish(): void {
      stop()
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve({ found: look(), others })
    }
  })
}

export const mostFound = 500
