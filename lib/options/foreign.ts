// Tested by test/options/options.test.ts.

const ALWAYS_TLS = 'leave it out, the connection always has TLS from its first byte'
const AS_AUTH = 'write `auth: { user, pass }`'

/** Options of Nodemailer's SMTP transport and of other libraries, by name in lower case, and what to write here. */
export const FOREIGN_OPTIONS: Readonly<Record<string, string>> = {
  secure: ALWAYS_TLS,
  requiretls: ALWAYS_TLS,
  ignoretls: ALWAYS_TLS,
  opportunistictls: ALWAYS_TLS,
  ssl: ALWAYS_TLS,
  starttls: 'leave it out, SES has TLS from the first byte and no STARTTLS',
  service: "write `region`, such as 'ap-singapore'",
  hostname: 'write `host`',
  server: 'write `host`',
  endpoint: 'write `host`',
  username: AS_AUTH,
  user: AS_AUTH,
  password: AS_AUTH,
  pass: AS_AUTH,
  credentials: AS_AUTH,
  secretid: 'leave it out, SMTP takes the sender address and its SMTP password: `auth: { user, pass }`',
  secretkey: 'leave it out, SMTP takes the sender address and its SMTP password: `auth: { user, pass }`',
  authmethod: 'leave it out, the gateway is asked what it offers',
  from: 'give it to each mail, or in the defaults: `createTransport(sesTransport(…), { from })`',
  name: 'leave it out, SES does not look at the name of a client',
  maxconnections: 'write `pool: { maxConnections }`',
  maxmessages: 'write `pool: { maxMessages }`',
  ratedelta: 'write `rateLimit: { perSecond }`',
  connectiontimeout: 'write `timeouts: { connectionMs }`',
  greetingtimeout: 'write `timeouts: { greetingMs }`',
  sockettimeout: 'write `timeouts: { socketMs }`',
  dnstimeout: 'write `timeouts: { connectionMs }`',
  maxretries: 'write `retry: { retries }`',
  retries: 'write `retry: { retries }`',
  debug: 'write `logger: true`',
  transactionlog: 'write `logger: true`',
  ca: 'write `tls: { ca }`',
  rejectunauthorized: 'write `tls: { rejectUnauthorized }`',
  dkim: 'leave it out, SES signs itself',
  defaults: 'give them to `createTransport` as its second argument',
}
