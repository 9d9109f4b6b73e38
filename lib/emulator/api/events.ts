import type { Mailbox } from '../mailbox/mailbox.ts'
import { summaryJson } from './json.ts'

/** Server-sent events, for pages and programs. */
export interface EventStreams {
  /** A new stream, which ends with the signal. */
  open(signal: AbortSignal): ReadableStream<Uint8Array>
  /** Tells all that mails were deleted. */
  tellDeleted(): void
  close(): void
}

export function createEventStreams(mailbox: Mailbox): EventStreams {
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const encoder = new TextEncoder()
  const stop = mailbox.onMail((mail) => {
    tell(`event: mail\nid: ${mail.id}\ndata: ${JSON.stringify(summaryJson(mail))}\n\n`)
  })

  return {
    open(signal) {
      let stream: ReadableStreamDefaultController<Uint8Array> | undefined
      const leave = () => {
        if (stream !== undefined) streams.delete(stream)
      }
      signal.addEventListener('abort', leave)
      return new ReadableStream({
        start(controller) {
          stream = controller
          controller.enqueue(encoder.encode('retry: 1000\n\n'))
          if (!signal.aborted) streams.add(controller)
        },
        cancel: leave,
      })
    },
    tellDeleted: () => tell('event: deleted\ndata: {}\n\n'),
    close() {
      stop()
      for (const stream of streams) stream.close()
      streams.clear()
    },
  }

  function tell(event: string): void {
    const bytes = encoder.encode(event)
    for (const stream of streams) stream.enqueue(bytes)
  }
}
