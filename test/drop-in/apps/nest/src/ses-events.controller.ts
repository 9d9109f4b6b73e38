import {
  BadRequestException,
  Body,
  Controller,
  HttpCode,
  Injectable,
  Post,
  Query,
  UnauthorizedException,
} from '@nestjs/common'
import { isSesError } from 'nodemailer-tencentcloud-ses'
import { parseSesEvent, type SesEvent, verifySecret } from 'nodemailer-tencentcloud-ses/status'

/** Yours: remembers an event by its `id`, once, and does the rest after that. */
@Injectable()
export class SesEvents {
  readonly seen = new Map<string, SesEvent>()

  async add(event: SesEvent): Promise<void> {
    this.seen.set(event.id, event)
  }
}

@Controller('ses-events')
export class SesEventsController {
  constructor(private readonly events: SesEvents) {}

  @Post()
  @HttpCode(200) // SES sends again what was answered with another, Nest's own 201 among them
  async receive(@Query('secret') secret: unknown, @Body() body: unknown): Promise<void> {
    if (!verifySecret(secret, process.env['SES_EVENTS_SECRET'])) throw new UnauthorizedException()
    await this.events.add(this.parse(body))
  }

  private parse(body: unknown): SesEvent {
    try {
      return parseSesEvent(body)
    } catch (error) {
      throw isSesError(error) ? new BadRequestException(error.message) : error
    }
  }
}
