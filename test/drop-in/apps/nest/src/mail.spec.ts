import { join } from 'node:path'
import { ConsoleLogger, Module } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { MailerHealthIndicator, MailerModule, MailerService } from '@nestjs-modules/mailer'
import { HandlebarsAdapter } from '@nestjs-modules/mailer/adapters/handlebars.adapter'
import { isSesError, type SesTransportOptions, sesTransport } from 'nodemailer-tencentcloud-ses'
import { type Emulator, startEmulator } from 'nodemailer-tencentcloud-ses/emulator'

const shop = { user: 'noreply@mail.example.com', pass: 'Emulated4Tests' }
const news = { user: 'news@mail.example.com', pass: 'Emulated4News' }
const mail = { from: `Shop <${shop.user}>`, to: 'ann@example.org', subject: 'Hi', html: '<p>Hi</p>' }

describe('MailerModule', () => {
  let ses: Emulator
  let options: SesTransportOptions

  beforeEach(async () => {
    ses = await startEmulator({ accounts: [shop, news] })
    options = ses.transport
  })
  afterEach(() => ses.close())

  const open = async (module: ReturnType<typeof MailerModule.forRoot>) => {
    const app = await Test.createTestingModule({ imports: [module] }).compile()
    await app.init()
    return { app, mailer: app.get(MailerService), health: app.get(MailerHealthIndicator) }
  }

  it('forRoot', async () => {
    const { app, mailer } = await open(MailerModule.forRoot({ transport: sesTransport(options) }))
    const info = await mailer.sendMail(mail)
    await app.close()
    expect(info.accepted).toEqual(['ann@example.org'])
    expect(ses.inbox.map(({ subject }) => subject)).toEqual(['Hi'])
  })

  it("a logger of Nest's", async () => {
    const lines: string[] = []
    const streams = [process.stdout, process.stderr]
    const writes = streams.map(({ write }) => write)
    for (const stream of streams) stream.write = (text: unknown) => lines.push(String(text)) > 0
    const { app, mailer } = await open(
      MailerModule.forRoot({ transport: sesTransport({ ...options, logger: new ConsoleLogger('Mail') }) }),
    )
    await mailer.sendMail(mail)
    await mailer.sendMail({ ...mail, subject: '' }).catch(() => {})
    await app.close()
    streams.forEach((stream, index) => {
      stream.write = writes[index] as typeof stream.write
    })
    const told = lines.join('')
    expect(told).toMatch(/LOG.*\[Mail\].*Sent <.*>: 1 recipient, 1 attempt/)
    expect(told).toMatch(/WARN.*\[Mail\].*Not sent <.*>: .*: message-invalid: subject: /)
  })

  it('forRootAsync', async () => {
    @Module({ providers: [{ provide: 'SES', useFactory: () => options }], exports: ['SES'] })
    class ConfigModule {}

    const { app, mailer } = await open(
      MailerModule.forRootAsync({
        imports: [ConfigModule],
        inject: ['SES'],
        useFactory: (injected: SesTransportOptions) => ({ transport: sesTransport(injected) }),
      }),
    )
    await mailer.sendMail(mail)
    await app.close()
    expect(ses.inbox).toHaveLength(1)
  })

  it('named transports', async () => {
    const { app, mailer } = await open(
      MailerModule.forRoot({
        transports: { shop: sesTransport(options), news: sesTransport({ ...options, auth: news }) },
      }),
    )
    await mailer.sendMail({ ...mail, transporterName: 'shop' })
    await mailer.sendMail({ ...mail, from: news.user, transporterName: 'news' })
    await app.close()
    expect(ses.inbox.map(({ envelope }) => envelope.from)).toEqual([shop.user, news.user])
    expect(ses.logins).toBe(2)
  })

  it('verifyTransporters and the health indicator, with one login for all that ask', async () => {
    const { app, mailer, health } = await open(
      MailerModule.forRoot({ transport: sesTransport(options), verifyTransporters: true }),
    )
    expect(await mailer.verifyAllTransporters()).toBe(true)
    for (let probe = 0; probe < 10; probe++)
      expect(await health.isHealthy()).toMatchObject({ mailer: { status: 'up' } })
    await app.close()
    expect(ses.logins).toBe(1)
  })

  it('the health indicator of a login that is refused', async () => {
    const auth = { ...shop, pass: 'Wrong12345' }
    const { app, health } = await open(MailerModule.forRoot({ transport: sesTransport({ ...options, auth }) }))
    expect(await health.isHealthy('mail')).toMatchObject({ mail: { status: 'down' } })
    await app.close()
  })

  it('Handlebars templates', async () => {
    const { app, mailer } = await open(
      MailerModule.forRoot({
        transport: sesTransport(options),
        template: { dir: join(process.cwd(), 'templates'), adapter: new HandlebarsAdapter() },
      }),
    )
    const { from, to } = mail
    await mailer.sendMail({ from, to, subject: 'Hi {{name}}', template: 'welcome', context: { name: '安' } })
    await app.close()
    expect(ses.inbox[0]?.subject).toBe('Hi 安')
    expect(ses.inbox[0]?.html).toContain('<p style="color: #333333;">Welcome, 安!</p>')
  })

  it('shutdown: what is on the wire arrives, what comes after is refused', async () => {
    const { app, mailer } = await open(MailerModule.forRoot({ transport: sesTransport(options) }))
    let onTheWire = () => {}
    const underway = new Promise<void>((resolve) => {
      onTheWire = resolve
    })
    ses.setFaults((at) => {
      if (at === 'data') onTheWire()
      return undefined
    })
    const sent = mailer.sendMail(mail)
    await underway
    await app.close()
    expect((await sent).accepted).toEqual(['ann@example.org'])
    const late = await mailer.sendMail(mail).catch((error: unknown) => error)
    expect(isSesError(late) && [late.reason, late.delivered]).toEqual(['cancelled', 'no'])
    expect(ses.inbox).toHaveLength(1)
  })

  it('an error of SES, as the service’s callers get it', async () => {
    const { app, mailer } = await open(MailerModule.forRoot({ transport: sesTransport(options) }))
    const error = await mailer.sendMail({ ...mail, from: 'x@other.example' }).catch((failure: unknown) => failure)
    await app.close()
    expect(isSesError(error) && error.reason).toBe('sender-refused')
  })
})
