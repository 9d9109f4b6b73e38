// Every form in which a reply of SES has been seen or documented, or may come through the software on its way.

export const requestId = 'bee4e9fb-8127-48cc-b606-bbb1e801596b'

/** go-smtp's words before SES's own, until 2023 and since then. */
export const head = '554 5.0.0 Error: transaction failed, blame it on the weather: '
const newerHead = '554 5.0.0 Error: transaction failed: '

/** As Nodemailer before 8.0.5 reads every reply, and later ones those that end within a character. */
export const misread = (text: string): string => Buffer.from(text).toString('latin1')

/** The only form on record from the service itself. `words` begins with a space or not, as the provider's samples do. */
export const realReply = (code: string, words: string): string =>
  `${head}##SES-response-json:{"Response":{"RequestId":"${requestId}","QcloudError":{"Error":{"Code":"${code}.${words}"}}}}`

type Shape = readonly [name: string, build: (code: string, words: string) => string]

export const wholeShapes: readonly Shape[] = [
  ['as seen', realReply],
  ['a space behind `json:`', (code, words) => realReply(code, words).replace('json:', 'json: ')],
  ['without an enhanced code', (code, words) => realReply(code, words).replace('554 5.0.0 ', '554 ')],
  ["go-smtp's newer words", (code, words) => realReply(code, words).replace(head, newerHead)],
  ['no words before the JSON', (code, words) => realReply(code, words).replace(head, '554 5.0.0 ')],
  ['no number', (code, words) => realReply(code, words).slice('554 5.0.0 '.length)],
  ['a temporary number', (code, words) => realReply(code, words).replace('554 5.0.0', '451 4.0.0')],
  ["behind Nodemailer's words", (code, words) => `Message failed: ${realReply(code, words)}`],
  ['words apart by a space', (code, words) => realReply(code, words).replace(`${code}.`, `${code} `)],
  ['words apart by a colon', (code, words) => realReply(code, words).replace(`${code}.`, `${code}：`)],
  [
    'Message beside Code, as the page has its fields',
    (code, words) => inJson({ Response: { RequestId: requestId, QcloudError: { Code: code, Message: words.trim() } } }),
  ],
  [
    'Message beside Code, one level down',
    (code, words) =>
      inJson({ Response: { RequestId: requestId, QcloudError: { Error: { Code: code, Message: words.trim() } } } }),
  ],
  [
    "as the API's own errors",
    (code, words) => inJson({ Response: { Error: { Code: code, Message: words.trim() }, RequestId: requestId } }),
  ],
  ['flat', (code, words) => inJson({ RequestId: requestId, Message: words.trim(), Code: code })],
  ['white space in the JSON', (code, words) => `${head}${JSON.stringify(realJson(code, words), null, 1)}`],
  ['over lines of its own', (code, words) => `${head}${JSON.stringify(realJson(code, words), null, '\t')}`],
  ['a line break in the words', (code, words) => realReply(code, `${words.slice(0, 3)}\n${words.slice(3)}`)],
  ['escaped Unicode', (code, words) => `${head}##SES-response-json:${escaped(JSON.stringify(realJson(code, words)))}`],
  ['JSON in JSON', (code, words) => inJson(JSON.stringify(realJson(code, words)))],
  [
    'JSON in JSON in JSON, Unicode escaped',
    (code, words) => inJson(escaped(JSON.stringify(JSON.stringify(realJson(code, words))))),
  ],
  ['continued lines', (code, words) => continued(realReply(code, words), '5.0.0 ')],
  ['continued lines without enhanced codes', (code, words) => continued(realReply(code, words), '')],
]

/** What has no end: SES's own sample, and a text whose second line went astray. */
export const cutShapes: readonly Shape[] = [
  ['cut off as in the sample', (code, words) => realReply(code, words).replace(/"\}+$/, '')],
  [
    'cut off as in the sample, with its space',
    (code, words) => realReply(code, words).replace(/"\}+$/, '').replace('json:', 'json: '),
  ],
  ['cut off before its braces', (code, words) => realReply(code, words).replace(/\}+$/, '')],
  [
    'escaped Unicode, cut off within a character',
    (code, words) => escaped(realReply(code, `${words}失`)).replace(/5931"\}+$/, '59'),
  ],
  ['JSON in JSON, cut off', (code, words) => inJson(JSON.stringify(realJson(code, words))).replace(/\\"\}+"$/, '')],
]

const realJson = (code: string, words: string) => ({
  Response: { RequestId: requestId, QcloudError: { Error: { Code: `${code}.${words}` } } },
})

const inJson = (value: unknown): string => `${head}##SES-response-json:${JSON.stringify(value)}`

const escaped = (text: string): string =>
  text.replace(/[^\x00-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Broken into lines of 50 characters, wherever that is, as Nodemailer joins them. */
function continued(reply: string, enhanced: string): string {
  const lines = reply.slice('554 5.0.0 '.length).match(/.{1,50}/gs) ?? []
  return lines.map((line, index) => `554${index < lines.length - 1 ? '-' : ' '}${enhanced}${line}`).join('\n')
}
