// Tested by test/emulator/page/safety.test.ts.

import type { Context } from 'hono'
import type { Hono } from 'hono/tiny'
import { answer, download } from '../http/answer.ts'
import { mailHeaders } from '../http/security.ts'
import { readContent } from '../mailbox/mail.ts'
import type { Mail } from '../mailbox/mailbox.ts'
import { listSessions, readSession } from '../mailbox/session.ts'
import type { Look, PageContext } from './context.ts'
import { frameDocument } from './html-view.ts'
import { layout } from './layout.ts'
import { isFiltered, readFilter } from './links.ts'
import { mailList } from './mail-list.ts'
import { mailView } from './mail-view.ts'
import { html, type Markup } from './markup.ts'
import { script } from './script/script.ts'
import { sessionsView, sessionView } from './session-view.ts'
import { style } from './style/style.ts'
import { timelineView } from './timeline-view.ts'
import { certificateName } from './transport-snippet.ts'
import { welcome } from './welcome.ts'
import { chooseWords } from './words/choose.ts'

/** As many as somebody looks through. */
const mostSessions = 200

/**
 * Adds the page to what is served. What can be asked for is in the emulator's memory, by number; nothing is read from a
 * file.
 */
export function addPage(app: Hono, context: PageContext): void {
  const { control, settings, mailbox } = context

  app.get('/', (c) => {
    const look = readLook(c)
    const isEmpty = control.ledger.length === 0 && !isFiltered(look.filter)
    const shows = isEmpty ? 'content' : 'list'
    return page(c, look, {
      shows,
      content: welcome(control.transport, settings().names, new URL(c.req.url).host, look.words),
    })
  })
  app.get('/list', (c) => {
    const open = toNumber(c.req.query('open'))
    return toHtml(mailList(context, readLook(c), open, toNumber(c.req.query('before'))))
  })
  app.get('/timeline', (c) => {
    const look = readLook(c)
    const { rateLimit } = settings()
    const limit = rateLimit === false ? undefined : rateLimit.perSecond
    const content = timelineView(control.ledger, limit, c.req.query('seconds') ?? null, look.words)
    return page(c, look, { title: look.words.timeline, shows: 'content', section: 'timeline', content })
  })
  app.get('/sessions', (c) => {
    const look = readLook(c)
    const content = sessionsView(listSessions(control, mostSessions), look.words)
    return page(c, look, { title: look.words.sessions, shows: 'content', section: 'sessions', content })
  })
  app.get('/sessions/:id{[0-9]+}', (c) => {
    const session = readSession(control, mailbox, Number(c.req.param('id')))
    const look = readLook(c)
    if (session === undefined) return missing(c, look.words.missingSession)
    const users = settings().accounts.map(({ user }) => user)
    const title = look.words.sessionOf(session.connection)
    const content = sessionView(session, users, look.words, true)
    return page(c, look, { title, shows: 'content', section: 'sessions', content })
  })
  app.get('/page.css', () => answer('text/css; charset=utf-8', style))
  app.get('/page.js', () => answer('text/javascript; charset=utf-8', script))
  app.get('/certificate.pem', () => download(certificateName, control.transport.tls.ca, 'application/x-pem-file'))

  const numbered = '/mails/:id{[0-9]+}'
  app.get(`${numbered}/message.eml`, (c) => {
    const mail = mailOf(c)
    return mail ? download(`mail-${mail.id}.eml`, mail.entry.raw) : missing(c)
  })
  app.get(`${numbered}/attachments/:number{[0-9]+}`, async (c) => {
    const mail = mailOf(c)
    const files = mail ? (await readContent(mail.entry)).attachments : []
    const file = files[Number(c.req.param('number')) - 1]
    return file ? download(file.name, file.content) : missing(c)
  })
  app.get(`${numbered}/frame`, async (c) => {
    const mail = mailOf(c)
    const content = mail && (await readContent(mail.entry))
    const headers = mailHeaders(c.req.query('images') === 'remote')
    return answer('text/html; charset=utf-8', frameDocument(content?.html ?? ''), content ? 200 : 404, headers)
  })
  app.get(numbered, (c) => openMail(c, undefined))
  app.get(`${numbered}/:view`, (c) => openMail(c, c.req.param('view')))
  app.notFound((c) => missing(c))

  async function openMail(c: Context, view: string | undefined): Promise<Response> {
    const mail = mailOf(c)
    if (mail === undefined) return missing(c)
    const look = readLook(c)
    const content = await mailView(mail, context, look, view, new URL(c.req.url).searchParams)
    if (content === undefined) return missing(c)
    const title = mail.summary.subject || look.words.noSubject
    return page(c, look, { title, shows: 'content', content, open: mail.id })
  }

  function mailOf(c: Context): Mail | undefined {
    return mailbox.find(Number(c.req.param('id')))
  }

  function missing(c: Context, title?: string): Response {
    const look = readLook(c)
    const { missing } = look.words
    const missingTitle = title ?? look.words.missingTitle
    const content = html`<article class="welcome"><h1>${missingTitle}</h1><p>${missing}</p></article>`
    return page(c, look, { title: missingTitle, shows: 'content', content }, 404)
  }

  function page(c: Context, look: Look, shown: Shown, status = 200): Response {
    // The script asks for the content alone, and leaves the list as it is.
    const list = c.req.query('part') === 'content' ? html`` : mailList(context, look, shown.open)
    return toHtml(layout({ section: 'mails', ...shown, words: look.words, list }), status)
  }
}

interface Shown {
  readonly title?: string
  readonly shows: 'list' | 'content'
  readonly section?: 'mails' | 'sessions' | 'timeline'
  readonly content: Markup
  /** Id of the mail that is shown. */
  readonly open?: number
}

function readLook({ req }: Context): Look {
  return { words: chooseWords(req.header('accept-language') ?? ''), filter: readFilter(new URL(req.url).searchParams) }
}

function toHtml({ markup }: Markup, status = 200): Response {
  return answer('text/html; charset=utf-8', `<!doctype html>\n${markup}`, status)
}

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
