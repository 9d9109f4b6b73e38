// Tested by test/cli/cli.test.ts.

import type { SendMailOptions } from 'nodemailer'

/** A mail of the demo: what it is, and what is sent. */
export interface DemoMail {
  readonly title: string
  readonly mail: SendMailOptions
  /** How often it is sent, all at once. */
  readonly times?: number
}

const from = 'Example Shop <noreply@mail.example.com>'

/** Mails as shops, schools and banks send them. Each breaks a row of SES's page, but for the first. */
export const demoMails: readonly DemoMail[] = [
  {
    title: 'A plain text',
    mail: {
      from: 'noreply@mail.example.com',
      to: 'ann@example.org',
      subject: 'Your code',
      text: 'Your code is 314159.',
    },
  },
  {
    title: 'An order with an invoice, Chinese names',
    mail: {
      from: '示例商店 <noreply@mail.example.com>',
      to: '王小明 <xiaoming@example.org>',
      subject: '您的订单 20261123-0042 已发货：感谢您在示例商店购物',
      text: '王小明，您好！您的订单已发货。',
      html: '<p>王小明，您好！</p><p>您的订单 <b>20261123-0042</b> 已发货。</p>',
      attachments: [{ filename: '发票 2026/11.pdf', content: invoicePdf() }],
    },
  },
  {
    title: 'A newsletter, 200 KB of HTML on one line',
    mail: { from, to: 'ann@example.org', subject: 'News in November', html: newsletter(200_000) },
  },
  {
    title: 'To, Cc and Bcc',
    mail: {
      from,
      to: 'Ann <ann@example.org>',
      cc: 'Bob <bob@example.org>',
      bcc: 'audit@example.com',
      subject: 'Minutes of the meeting',
      text: 'Attached you find nothing, for it was short.',
    },
  },
  {
    title: 'A logo shown by cid:',
    mail: {
      from,
      to: 'ann@example.org',
      subject: 'Welcome',
      html: '<p><img src="cid:logo@shop" alt="Example Shop"> Welcome!</p>',
      attachments: [{ filename: 'logo.png', cid: 'logo@shop', content: onePixelPng() }],
    },
  },
  {
    title: 'A calendar invitation',
    mail: {
      from,
      to: 'ann@example.org',
      subject: 'Parents’ evening',
      text: 'You are invited on 3 December at 18:00.',
      icalEvent: { method: 'REQUEST', content: invitation() },
    },
  },
  {
    title: 'A line of 3,000 characters',
    mail: {
      from,
      to: 'ann@example.org',
      subject: 'Your report',
      // Quoted-printable or Base64 hide long lines; a program that sends 8bit does not.
      raw: eightBit('Your report', 'x'.repeat(3_000)),
      envelope: { from: 'noreply@mail.example.com', to: ['ann@example.org'] },
    },
  },
  {
    title: '60 recipients in To',
    mail: {
      from,
      to: Array.from({ length: 60 }, (_, index) => `pupil-${index + 1}@example.org`),
      subject: 'School is closed on Friday',
      text: 'It snows.',
    },
  },
  {
    title: 'A message composed by another program',
    mail: {
      raw: otherProgram(),
      envelope: { from: 'noreply@mail.example.com', to: ['ann@example.org', 'bob@example.org'] },
    },
  },
  {
    title: 'A name with a colon, a subject of one long word',
    mail: {
      from: 'Bank: Security <noreply@mail.example.com>',
      to: 'ann@example.org',
      subject: `Ref-${'0123456789'.repeat(60)}`,
      text: 'Your card was used.',
    },
  },
  {
    title: 'A file alone, with spaces in its name',
    mail: {
      from,
      to: 'ann@example.org',
      subject: 'Statement',
      attachments: [{ filename: 'Statement "Nov" 2026.pdf', content: invoicePdf() }],
    },
  },
  {
    title: 'AMP and Watch HTML beside the HTML',
    mail: {
      from,
      to: 'ann@example.org',
      subject: 'Sale',
      html: '<p>Sale!</p>',
      watchHtml: '<b>Sale!</b>',
      amp: '<!doctype html><html ⚡4email><body>Sale!</body></html>',
    },
  },
  {
    title: 'A burst of 60 mails at once',
    times: 60,
    mail: { from, to: 'ann@example.org', subject: 'Your parcel is on its way', text: 'It arrives today.' },
  },
]

function newsletter(bytes: number): string {
  const item =
    '<tr><td style="padding:8px"><a href="https://shop.example.com/p/1">Tea from Longjing 龙井茶</a> ¥ 128</td></tr>'
  return `<!doctype html><html><body><table>${item.repeat(Math.ceil(bytes / Buffer.byteLength(item)))}</table></body></html>`
}

function eightBit(subject: string, body: string): string {
  const headers = `From: ${from}\r\nTo: ann@example.org\r\nSubject: ${subject}\r\nMIME-Version: 1.0`
  return `${headers}\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n${body}\r\n`
}

function otherProgram(): string {
  return [
    `From: "Shop, Example" <noreply@mail.example.com>`,
    'To: Team: ann@example.org;',
    'Cc: bob@example.org',
    'Subject: =?ISO-8859-1?Q?Gr=FC=DFe?=',
    'Received: from localhost by localhost',
    'MIME-Version: 1.0 (produced by hand)',
    'Content-Type: multipart/mixed; boundary=b1',
    '',
    '--b1',
    'Content-Type: text/plain; charset=ISO-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Gr=FC=DFe aus K=F6ln',
    '--b1',
    'Content-Type: text/csv; name="a b.csv"',
    'Content-Disposition: inline; filename="a b.csv"',
    'Content-ID: <table>',
    'Content-Transfer-Encoding: 7bit',
    '',
    '1;2;3',
    '--b1--',
    '',
  ].join('\r\n')
}

function invitation(): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//School//EN',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    'UID:parents-evening-2026@example.com',
    'DTSTAMP:20261123T080000Z',
    'DTSTART:20261203T180000Z',
    'DTEND:20261203T200000Z',
    'SUMMARY:Parents’ evening',
    'ORGANIZER:mailto:noreply@mail.example.com',
    'ATTENDEE:mailto:ann@example.org',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')
}

function onePixelPng(): Buffer {
  return Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
}

/** A PDF of one page that says "Invoice". */
function invoicePdf(): Buffer {
  const text = 'BT /F1 24 Tf 72 720 Td (Invoice 20261123-0042) Tj ET'
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let pdf = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = pdf.length
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const xref = pdf.length
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  pdf += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`
  return Buffer.from(pdf, 'latin1')
}
