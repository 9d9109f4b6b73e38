import { Controller, type OnApplicationShutdown, Post } from '@nestjs/common'
import { MailerService } from '@nestjs-modules/mailer'
import { isSesError } from 'nodemailer-tencentcloud-ses'

const mail = { from: 'Shop <noreply@mail.example.com>', to: 'ann@example.org', subject: 'Hi', text: 'Hi' }

@Controller('mail')
export class MailController implements OnApplicationShutdown {
  constructor(private readonly mailer: MailerService) {}

  @Post()
  async send(): Promise<string | undefined> {
    return (await this.mailer.sendMail(mail)).response
  }

  /** The module has closed the transport by then. */
  async onApplicationShutdown(): Promise<void> {
    await this.mailer.sendMail(mail).catch((error) => console.log(isSesError(error) && error.reason))
  }
}
