// The worker of the example in a process of its own, which a test kills.

import { createTransport } from 'nodemailer'
import { sesTransport } from '../../lib/index.ts'
import { startMailWorker } from './bullmq.ts'

const [options = '{}', port] = process.argv.slice(2)
startMailWorker(
  createTransport(sesTransport(JSON.parse(options))),
  { host: '127.0.0.1', port: Number(port) },
  { lockDuration: 2_000, stalledInterval: 200 },
)
