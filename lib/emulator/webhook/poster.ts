// Tested by test/emulator/webhook/posting.test.ts.

import { guard } from '../guard.ts'
import type { WebhookSettings } from './options.ts'

/** One request to a callback address, after its answer or its failure. */
export interface WebhookPost {
  readonly url: string
  /** What was posted, as JSON. */
  readonly event: Readonly<Record<string, unknown>>
  /** 1 for the first, more for each time it is posted again. */
  readonly attempt: number
  /** Of the answer; `undefined` if none came. */
  readonly status: number | undefined
  /** Why none came. */
  readonly error?: string
}

export interface Poster {
  /** Posts an event of that sender's mail, so many milliseconds from now. */
  schedule(afterMs: number, from: string, event: WebhookPost['event']): void
  /** Resolves when nothing is to be posted any more. */
  idle(): Promise<void>
  /** Drops what is to be posted, and breaks off what is being posted. */
  stop(): void
}

type Settings = Pick<WebhookSettings, 'url' | 'retries' | 'retryDelayMs' | 'timeoutMs'>

export function createPoster(settings: Settings, onPost: (post: WebhookPost) => void): Poster {
  const timers = new Set<NodeJS.Timeout>()
  const requests = new Set<AbortController>()
  let waiting: (() => void)[] = []

  return {
    schedule(afterMs, from, event) {
      later(afterMs, () => {
        const url = guard('webhook.url', () => settings.url(from), undefined)
        if (url !== undefined) void post(url, event, 1)
      })
    },
    idle: () => new Promise((resolve) => (isIdle() ? resolve() : waiting.push(resolve))),
    stop() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      for (const request of requests) request.abort()
      requests.clear()
      tellIdle()
    },
  }

  async function post(url: string, event: WebhookPost['event'], attempt: number): Promise<void> {
    const request = new AbortController()
    requests.add(request)
    const result = await send(url, event, request, settings.timeoutMs)
    if (!requests.delete(request)) return // stopped meanwhile

    if (result.status !== 200 && attempt <= settings.retries) {
      later(settings.retryDelayMs, () => void post(url, event, attempt + 1))
    }
    onPost({ url, event, attempt, ...result })
    tellIdle()
  }

  function later(ms: number, run: () => void): void {
    if (ms > LONGEST_TIMER) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
      tellIdle()
    }, ms)
    timers.add(timer)
  }

  function isIdle(): boolean {
    return timers.size === 0 && requests.size === 0
  }

  function tellIdle(): void {
    if (!isIdle()) return
    for (const resolve of waiting) resolve()
    waiting = []
  }
}

/** Node fires a longer one at once. */
const LONGEST_TIMER = 2 ** 31 - 1

async function send(
  url: string,
  event: object,
  request: AbortController,
  timeoutMs: number,
): Promise<Pick<WebhookPost, 'status' | 'error'>> {
  const timer = setTimeout(() => request.abort(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Connection: 'close' },
      body: JSON.stringify(event),
      redirect: 'manual',
      signal: request.signal,
    })
    await response.body?.cancel()
    return { status: response.status }
  } catch (error) {
    return { status: undefined, error: describe(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** `fetch` says only "fetch failed": why stands in the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
