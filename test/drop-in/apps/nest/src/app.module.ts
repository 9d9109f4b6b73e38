import { Module } from '@nestjs/common'
import { MailerModule } from '@nestjs-modules/mailer'
import { sesTransport } from 'nodemailer-tencentcloud-ses'
import { AppController } from './app.controller'
import { AppService } from './app.service'
import { MailController } from './mail.controller'

@Module({
  imports: [
    MailerModule.forRootAsync({
      imports: [],
      useFactory: () => ({ transport: sesTransport(JSON.parse(process.env['SES'] ?? '')), verifyTransporters: true }),
    }),
  ],
  controllers: [AppController, MailController],
  providers: [AppService],
})
export class AppModule {}
