// Tested by test/read/letter-from-bytes.test.ts.

import { createError } from '../errors.ts'
import type { Layout, Part } from './parts.ts'

/** A body in the forms that it has. */
export interface Body {
  readonly text: Form | undefined
  readonly html: Form | undefined
}

export interface Form {
  readonly value: string
  /** What it is made of. */
  readonly parts: readonly Part[]
}

/**
 * The body of a mail as a mail program shows it: of several forms the last that says something, and what stands one behind
 * the other together. A text among HTML is shown in it. HTML is never made into a text, which would say less: where a piece
 * has no text, the mail has none.
 */
export function assembleBody(layout: Layout, textOf: (part: Part) => string): Body {
  if ('role' in layout) {
    const form = { value: textOf(layout), parts: [layout] }
    return layout.role === 'html' ? { text: undefined, html: form } : { text: form, html: undefined }
  }
  const bodies = layout.members.map((member) => assembleBody(member, textOf))
  return layout.isAlternative ? chooseForms(bodies) : joinForms(bodies)
}

function chooseForms(bodies: readonly Body[]): Body {
  const best = (kind: 'text' | 'html') => {
    const forms = bodies.flatMap((body) => body[kind] ?? [])
    return forms.findLast(saysSomething) ?? forms.at(-1)
  }
  return { text: best('text'), html: best('html') }
}

function joinForms(all: readonly Body[]): Body {
  const bodies = all.filter(({ text, html }) => saysSomething(text) || saysSomething(html))
  if (bodies.length < 2) return bodies[0] ?? all[0] ?? EMPTY

  const texts = bodies.flatMap(({ text }) => text ?? [])
  const htmls = bodies.flatMap(({ html }) => html ?? [])
  if (htmls.length === 0) return { text: join(texts), html: undefined }
  const pieces = bodies.flatMap(({ html, text }) => html ?? (text ? asHtml(text) : []))
  for (const piece of pieces.slice(0, -1)) refuseOpenEnd(piece.value)
  return { text: texts.length === bodies.length ? join(texts) : undefined, html: join(pieces) }
}

/** Refuses HTML in which what follows would not be seen. */
function refuseOpenEnd(html: string): void {
  const lower = html.toLowerCase()
  const isOpen = ([start, end]: readonly [string, string]) => lower.lastIndexOf(start) > lower.lastIndexOf(end)
  const open = HIDING.find(isOpen)?.[0]
  if (open === undefined) return
  const message = {
    en: `html: has "${open}" without an end, and another text behind it, which nobody would see.`,
    zh: `html："${open}" 没有结束，其后的另一段文本将无法显示。`,
  }
  throw createError(message, {
    reason: 'message-invalid',
    field: 'html',
    hint: {
      en: 'Nothing was sent. End it, or put the texts into one.',
      zh: '邮件未发送。请补全结束标记，或将文本合并。',
    },
  })
}

const HIDING: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<style', '</style'],
  ['<script', '</script'],
  ['<title', '</title'],
  ['<textarea', '</textarea'],
  ['<template', '</template'],
  ['<iframe', '</iframe'],
  ['<xmp', '</xmp'],
  ['<plaintext', '</plaintext never>'],
  ['<', '>'],
]

const EMPTY: Body = { text: undefined, html: undefined }

function saysSomething(form: Form | undefined): boolean {
  return form !== undefined && /[^\0-\x20]/.test(form.value)
}

function join(forms: readonly Form[]): Form {
  return { value: forms.map(({ value }) => value).join('\n'), parts: forms.flatMap(({ parts }) => parts) }
}

function asHtml({ value, parts }: Form): Form {
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return { value: `<pre style="white-space: pre-wrap">${escaped}</pre>`, parts }
}
