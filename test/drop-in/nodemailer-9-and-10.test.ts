// As nodemailer-6-to-8.test.ts, in a file of its own so that both run at once.

import { describe } from 'vitest'
import { testWithNodemailer } from './wire.ts'

describe.each(['9', '10.0.0', '10'])('nodemailer@%s', testWithNodemailer)
