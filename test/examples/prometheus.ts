import { tracingChannel } from 'node:diagnostics_channel'
import { Counter, Histogram } from 'prom-client'
import type { SesAttemptContext, SesSendContext } from '../../lib/index.ts'

const mails = new Counter({ name: 'mails_total', help: 'Mails, by what became of them', labelNames: ['outcome'] })
const waits = new Histogram({ name: 'mail_wait_seconds', help: 'Waits of mails for their turns' })
const attempts = new Counter({ name: 'mail_attempts_total', help: 'Calls to SES', labelNames: ['outcome'] })
const others = { start() {}, end() {}, asyncStart() {}, error() {} }

tracingChannel<SesSendContext>('nodemailer-tencentcloud-ses:send').subscribe({
  ...others,
  asyncEnd({ errorType = 'sent', waitedMs }) {
    mails.inc({ outcome: errorType })
    waits.observe(waitedMs / 1_000)
  },
})
tracingChannel<SesAttemptContext>('nodemailer-tencentcloud-ses:attempt').subscribe({
  ...others,
  asyncEnd: ({ errorType = 'taken' }) => attempts.inc({ outcome: errorType }),
})
