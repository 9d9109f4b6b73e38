import { describe, expect, test } from 'vitest'
import { fileTypes } from '../../lib/fit/file-types.ts'
import { expectUnchanged, fileOf, letterOf, named, refused, runRule, settingsOf } from '../help/letters.ts'

// Both lists as the page has them: https://cloud.tencent.com/document/product/1288/51951
const supported =
  '.xlsx .xls .ods .docx .docm .doc .csv .pdf .txt .gif .jpg .jpeg .png .tif .tiff .rtf .bmp .cgm .css .shtml .html .htm .zip .xml .ppt .pptx .tar .ez .ics .mobi .msg .pub .eps .odt .mp3 .m4a'
const unsupported =
  '.m4v .wma .ogg .flac .wav .aif .aifc .aiff .mp4 .mov .avi .mkv .mpeg .mpg .wmv .ade .adp .app .asp .bas .bat .cer .chm .cmd .com .cpl .crt .csh .der .exe .fxp .gadget .hlp .hta .inf .ins .isp .its .js .jse .ksh .lib .lnk .mad .maf .mag .mam .maq .mar .mas .mat .mau .mav .maw .mda .mdb .mde .mdt .mdw .mdz .msc .msh .msh1 .msh2 .mshxml .msh1xml .msh2xml .msi .msp'
// And further ones of an older version of the page.
const unsupportedBefore =
  '.mst .ops .pcd .pif .plg .prf .prg .reg .scf .scr .sct .shb .shs .sys .ps1 .ps1xml .ps2 .ps2xml .psc1 .psc2 .tmp .url .vb .vbe .vbs .vps .vsmacros .vss .vst .vsw .vxd .ws .wsc .wsf .wsh .xnk'

describe('sends what the page lists as supported', () => {
  test.each(supported.split(' '))('%s', (extension) =>
    expectUnchanged(fileTypes, { attachments: named(`a${extension}`, `b${extension.toUpperCase()}`, extension) }),
  )
})

describe('refuses what the page lists as unsupported', () => {
  test.each(`${unsupported} ${unsupportedBefore}`.split(' '))('%s', (extension) =>
    expect(
      refused(fileTypes, {
        attachments: [fileOf(), fileOf({ name: `b${extension}`, type: 'application/octet-stream' })],
      }),
    ).rejects.toMatchObject({
      name: 'SesError',
      reason: 'attachment-refused',
      retry: 'never',
      field: 'attachments[1]',
      message: `attachments[1]: SES does not send ${extension} files, got "b${extension}". Send a link to the file, or the file inside a .zip.`,
      docs: 'https://www.tencentcloud.com/document/product/1084/42373',
    }),
  )
})

describe('refuses an unsupported extension', () => {
  test.each([
    ['in upper case', 'SETUP.EXE'],
    ['in mixed case', 'a.JsE'],
    ['behind a harmless one', 'invoice.pdf.exe'],
    ['with nothing before it', '.exe'],
    // Windows, where these run, leaves a dot or space at the end of a name off.
    ['before a dot', 'a.exe.'],
    ['before dots', 'a.exe...'],
    ['before a space', 'a.exe '],
    ['before dots and spaces', 'a.exe. . '],
  ])('%s', (_, name) =>
    expect(refused(fileTypes, { attachments: named(name) })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'attachment-refused',
      field: 'attachments[0]',
      message: expect.stringContaining(`got "${name}"`),
    }),
  )
})

describe('sends, and notes, what is in neither list', () => {
  test.each([
    ['an extension', 'data.json'],
    ['none', 'README'],
    ['none, and a dot', 'README.'],
    ['a denied one in front', 'setup.exe.7z'],
    ['a denied one as the name', 'exe'],
    ['names of object keys', 'a.__proto__'],
    ['the name of a method', 'a.constructor'],
    ['a lone surrogate', 'a.\ud800'],
    ['a very long one', `a.${'b'.repeat(250)}`],
  ])('%s', async (_, name) => {
    const given = letterOf({ attachments: named('a.pdf', name) })
    const { letter, changes } = await fileTypes(given, settingsOf())
    expect(letter).toBe(given)
    expect(changes).toEqual([
      {
        rule: 'file-types',
        field: 'attachments[1]',
        loss: 'none',
        message: `"${name}" is sent, though SES lists its type neither as supported nor as unsupported`,
      },
    ])
  })
})

describe('a name that ends in a domain is judged by its type', () => {
  test.each([
    ['Statement for example.com', 'application/pdf'],
    ['Photo of MY.APP', 'image/jpeg'],
  ])('%s, %s: its own extension is put behind it', (name, type) =>
    expectUnchanged(fileTypes, { attachments: [fileOf({ name, type })] }),
  )

  test.each([
    ['command.com', 'application/octet-stream'],
    ['command.com', 'application/x-msdownload'],
    ['command.com', 'text/plain'],
    ['command.com.', 'application/pdf'],
    ['setup.exe', 'application/pdf'],
  ])('%s, %s: refused', (name, type) =>
    expect(refused(fileTypes, { attachments: [fileOf({ name, type })] })).rejects.toMatchObject({
      reason: 'attachment-refused',
    }),
  )
})

test('no files: nothing to do', async () => {
  await expectUnchanged(fileTypes, {})
  await runRule(fileTypes, {})
})

// Looked at from each of its characters on, such a name takes hours.
describe('a name of a megabyte', () => {
  test.each(['_', '.', ' ', '\t', 'a', 'a.'])('of %j', async (text) => {
    const long = text.repeat(1_000_000 / text.length)
    for (const name of [`${long}b`, `b${long}`, `${long}.pdf`]) {
      const { changes } = await fileTypes(letterOf({ attachments: named(name) }), settingsOf())
      expect(changes.every(({ message }) => message.length < 1_000)).toBe(true)
    }
    await expect(refused(fileTypes, { attachments: named(`${long}.exe`) })).rejects.toMatchObject({
      reason: 'attachment-refused',
      message: expect.stringMatching(/^.{1,1000}$/s),
    })
    await expect(refused(fileTypes, { attachments: named(`a.exe${' . _'.repeat(100_000)}`) })).rejects.toMatchObject({
      reason: 'attachment-refused',
    })
  })
})
