// Every Nodemailer that the package says it takes: the whole wire suite on each. Rows about what Nodemailer itself does, before
// it calls a transport or in its pool, ask in their files for the version that they are about.

import { describe } from 'vitest'
import { testWithNodemailer } from './wire.ts'

describe.each(['6.10.1', '7.0.13', '8.0.5', '8'])('nodemailer@%s', testWithNodemailer)
