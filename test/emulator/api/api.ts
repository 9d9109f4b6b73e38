import { expect } from 'vitest'
import { open } from '../page/open.ts'

/** An emulator, and its API as a program uses it. */
export async function openApi(...options: Parameters<typeof open>) {
  const opened = await open(...options)
  async function call(method: string, path: string, body?: unknown) {
    const response = await fetch(`${opened.page.api}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type') === 'application/json'
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } }
  }
  return {
    ...opened,
    call,
    /** What a GET answers, which has to be 200. */
    async get(path: string) {
      const { status, body } = await call('GET', path)
      expect(body['error']).toBeUndefined()
      expect(status).toBe(200)
      return body
    },
  }
}

export const subjectsIn = (body: { readonly mails: readonly { readonly subject: string }[] }) =>
  body.mails.map(({ subject }) => subject)
