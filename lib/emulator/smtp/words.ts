// Tested by test/emulator/smtp.test.ts.

// The words of go-smtp v0.15, the library that SES's own error texts give away.
// https://github.com/emersion/go-smtp/blob/v0.15.0/conn.go

export const words = {
  greeting: (domain: string) => `220 ${domain} ESMTP Service Ready`,
  helo: (name: string) => `250 2.0.0 Hello ${name}`,
  ehlo: (name: string, chunking: boolean) =>
    [
      `Hello ${name}`,
      'PIPELINING',
      '8BITMIME',
      'ENHANCEDSTATUSCODES',
      ...(chunking ? ['CHUNKING'] : []),
      'AUTH PLAIN LOGIN',
      'SIZE',
    ]
      .map((line, index, lines) => `250${index < lines.length - 1 ? '-' : ' '}${line}`)
      .join('\r\n'),
  needsName: (command: string) => `501 5.5.2 Domain/address argument required for ${command}`,
  noLmtp: '500 5.5.1 This is not a LMTP server',

  challenge: (text: string) => `334 ${Buffer.from(text).toString('base64')}`,
  // SES's own, as users have seen them: go-smtp says "Authentication succeeded", and its refusals have an enhanced code.
  loggedIn: '235 2.0.0 OK',
  badLogin: '535 Invalid login or password',
  otherIdentity: '454 4.7.0 Identities not supported',
  badResponse: '454 4.7.0 Invalid response',
  badBase64: '454 4.7.0 Invalid base64 data',
  cancelled: '501 5.0.0 Negotiation cancelled',
  badMechanism: '504 5.7.4 Unsupported authentication mechanism',
  missingParameter: '502 5.5.4 Missing parameter',

  mailNeedsHelo: '502 2.5.1 Please introduce yourself first.',
  authNeedsHelo: '502 5.5.1 Please introduce yourself first.',
  needsAuth: '502 5.7.0 Please authenticate first',
  badMail: '501 5.5.2 Was expecting MAIL arg syntax of FROM:<address>',
  badMailArguments: '501 5.5.4 Unable to parse MAIL ESMTP parameters',
  badSize: '501 5.5.4 Unable to parse SIZE as an integer',
  badBody: '500 5.5.4 Unknown BODY value',
  malformedAuth: '500 5.5.4 Malformed AUTH parameter value',
  noOpeningBracket: '500 5.5.4 Missing opening angle bracket',
  noClosingBracket: '500 5.5.4 Missing closing angle bracket',
  notImplemented: (keyword: string) => `504 5.5.4 ${keyword} is not implemented`,
  badMailArgument: '500 5.5.4 Unknown MAIL FROM argument',
  sender: (address: string) => `250 2.0.0 Roger, accepting mail from <${address}>`,

  needsMail: '502 5.5.1 Missing MAIL FROM command.',
  badRcpt: '501 5.5.2 Was expecting RCPT arg syntax of TO:<address>',
  recipient: (address: string) => `250 2.0.0 I'll make sure <${address}> gets this`,

  needsRcpt: '502 5.5.1 Missing RCPT TO command.',
  badData: '501 5.5.4 DATA command should not have any arguments',
  goAhead: '354 2.0.0 Go ahead. End your data with <CR><LF>.<CR><LF>',
  missingSize: '501 5.5.4 Missing chunk size argument',
  tooManyArguments: '501 5.5.4 Too many arguments',
  badBdatArgument: '501 5.5.4 Unknown BDAT argument',
  malformedSize: '501 5.5.4 Malformed size argument',
  duringTransfer: (command: string) => `502 5.5.1 ${command} not allowed during message transfer`,
  chunk: '250 2.0.0 Continue',
  queued: '250 2.0.0 OK: queued',
  longLine: '554 5.0.0 Error: transaction failed, blame it on the weather: smtp: too longer line in input stream',
  longLineBye: '500 5.4.0 Too long line, closing connection',

  reset: '250 2.0.0 Session reset',
  noop: '250 2.0.0 I have sucessfully done nothing',
  vrfy: '252 2.5.0 Cannot VRFY user, but will accept message',
  bye: '221 2.0.0 Bye',
  idle: '221 2.4.2 Idle timeout, bye bye',
  alreadyTls: '502 5.5.1 Already running in TLS',

  unimplemented: (command: string) => `502 5.5.1 ${command} command not implemented`,
  unrecognized: (command: string) => `500 5.5.2 Syntax errors, ${command} command unrecognized`,
  badSyntax: '500 5.5.2 Error: bad syntax',
  badCommand: '501 5.5.2 Bad command',
  tooManyErrors: '500 5.5.1 Too many errors. Quiting now',
} as const
