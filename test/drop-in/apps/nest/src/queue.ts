import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { MailerModule, MailerQueueModule, MailerQueueService } from '@nestjs-modules/mailer'
import { sesTransport } from 'nodemailer-tencentcloud-ses'
import { startEmulator } from 'nodemailer-tencentcloud-ses/emulator'

const mail = { from: 'noreply@mail.example.com', to: 'ann@example.org', text: 'Hi' }

async function run() {
  setTimeout(() => process.exit(1), 60_000).unref()
  const ses = await startEmulator()

  @Module({
    imports: [
      MailerModule.forRoot({ transport: sesTransport(ses.transport) }),
      MailerQueueModule.register({
        connection: { host: '127.0.0.1', port: Number(process.env['REDIS_PORT']) },
        defaultJobOptions: { attempts: 1 },
      }),
    ],
  })
  class QueueModule {}

  const app = await NestFactory.createApplicationContext(QueueModule, { logger: false })
  const queue = app.get(MailerQueueService)
  await queue.enqueue({ ...mail, subject: 'first' })
  await ses.waitFor(1)

  // The connection breaks after the gateway took the mail: one more attempt would be a second mail.
  ses.setFaults([{ at: 'reply', do: 'close' }])
  await queue.enqueue({ ...mail, subject: 'second' })
  for (let tries = 0; tries < 100 && (await queue.getMetrics()).failed === 0; tries++) {
    await new Promise((done) => setTimeout(done, 100))
  }
  console.log(JSON.stringify([ses.inbox.map(({ subject }) => subject), await queue.getMetrics()]))
  // The module leaves its worker's connection to Redis open.
  process.exit()
}
run()
