// The examples of lib/TELEMETRY.md.

import { readFile } from 'node:fs/promises'
import { trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { register } from 'prom-client'
import { expect, it } from 'vitest'
import { mailWith, openStage } from '../help/stage.ts'
import { snippet } from '../package/snippets.ts'

/** Sends one mail, and one without a subject. */
async function sendBoth(): Promise<number> {
  const { ses, ours } = await openStage()
  await ours.sendMail(mailWith())
  await ours.sendMail(mailWith({ subject: '' })).catch(() => {})
  return ses.port
}

it('a span of OpenTelemetry for each mail', async () => {
  const exporter = new InMemorySpanExporter()
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
  await import('./opentelemetry.ts')
  const port = await sendBoth()
  const known = {
    'network.operation': 'send',
    'url.scheme': 'smtps',
    'server.address': '127.0.0.1',
    'server.port': port,
  }
  expect(
    exporter.getFinishedSpans().map(({ name, attributes, status }) => ({ name, attributes, status })),
  ).toMatchObject([
    { name: 'send', attributes: { ...known, 'mail.recipients': 1, 'mail.attempts': 1 }, status: { code: 0 } },
    {
      name: 'send',
      attributes: { ...known, 'mail.attempts': 0, 'error.type': 'message-invalid' },
      status: { code: 2, message: 'Give `subject`.' },
    },
  ])
})

it('metrics of Prometheus', async () => {
  await import('./prometheus.ts')
  await sendBoth()
  const metrics = await register.metrics()
  expect(metrics).toContain('mails_total{outcome="sent"} 1\n')
  expect(metrics).toContain('mails_total{outcome="message-invalid"} 1\n')
  expect(metrics).toContain('mail_attempts_total{outcome="taken"} 1\n')
  expect(metrics).toContain('mail_wait_seconds_count 2\n')
})

it('the document shows them as they are', async () => {
  for (const [file, heading] of [
    ['opentelemetry.ts', 'Spans of OpenTelemetry'],
    ['prometheus.ts', 'Metrics of Prometheus'],
  ] as const) {
    const example = await readFile(new URL(file, import.meta.url), 'utf8')
    // snippet('Spans of OpenTelemetry', 0) and snippet('Metrics of Prometheus', 0)
    expect(await snippet(heading, 0)).toBe(example.replace('../../lib/index.ts', 'nodemailer-tencentcloud-ses'))
  }
})
