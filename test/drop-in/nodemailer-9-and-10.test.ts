// As nodemailer-6-to-8.test.ts, in a file of its own so that both run at once.

import { describe } from 'vitest'
import { reading, testWithNodemailer, wholeWire } from './wire.ts'

describe.each(['9', '10.0.0'])('nodemailer@%s', (version) => testWithNodemailer(version, reading))

describe('nodemailer@10', () => testWithNodemailer('10', wholeWire))
