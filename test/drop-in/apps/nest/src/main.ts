import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module'

async function bootstrap() {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] })
  app.enableShutdownHooks()
  await app.listen(0, '127.0.0.1')
  const response = await fetch(`${await app.getUrl()}/mail`, { method: 'POST' })
  console.log(await response.text())
  process.kill(process.pid, 'SIGTERM')
}
bootstrap()
