import { Test } from '@nestjs/testing'
import { SesEvents, SesEventsController } from './ses-events.controller'

describe('SesEventsController', () => {
  it('takes events, each once', async () => {
    process.env['SES_EVENTS_SECRET'] = 'S3cret'
    const module = await Test.createTestingModule({
      controllers: [SesEventsController],
      providers: [SesEvents],
    }).compile()
    const app = module.createNestApplication()
    await app.listen(0)
    const url = await app.getUrl()
    const post = async (secret: string, body: unknown) => {
      const headers = { 'Content-Type': 'application/json' }
      const request = { method: 'POST', headers, body: JSON.stringify(body) }
      return (await fetch(`${url}/ses-events?secret=${secret}`, request)).status
    }
    const event = { event: 'bounce', bounceType: 'hard_bounce', email: 'gone@example.org', timestamp: 1761790275 }
    const statuses = [
      await post('S3cret', event),
      await post('S3cret', event),
      await post('', event),
      await post('S3cret', []),
    ]
    const seen = [...app.get(SesEvents).seen.values()]
    await app.close()
    expect(statuses).toEqual([200, 200, 401, 400])
    expect(seen.map(({ recipient, bounce }) => [recipient, bounce])).toEqual([['gone@example.org', 'hard']])
  })
})
