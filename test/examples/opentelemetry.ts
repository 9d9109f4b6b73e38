import { tracingChannel } from 'node:diagnostics_channel'
import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { SesSendContext } from '../../lib/index.ts'

const spans = new WeakMap<SesSendContext, Span>()
const nothing = () => {}

/** A span for each mail. Names of attributes are MailKit's where it has some: OpenTelemetry has none for mail yet. */
tracingChannel<SesSendContext>('nodemailer-tencentcloud-ses:send').subscribe({
  start: (mail) => void spans.set(mail, trace.getTracer('mail').startSpan('send', { kind: SpanKind.CLIENT })),
  asyncEnd(mail) {
    const { server, recipients, attempts, waitedMs, errorType, error } = mail
    const attributes = { 'network.operation': 'send', 'url.scheme': 'smtps', 'server.address': server.address }
    const counts = { 'server.port': server.port, 'mail.recipients': recipients, 'mail.attempts': attempts }
    const span = spans.get(mail)?.setAttributes({ ...attributes, ...counts, 'mail.waited_ms': waitedMs })
    if (errorType) span?.setAttribute('error.type', errorType)
    if (error) span?.setStatus({ code: SpanStatusCode.ERROR, message: error.hint })
    span?.end()
  },
  end: nothing,
  asyncStart: nothing,
  error: nothing,
})
