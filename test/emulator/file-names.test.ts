import { expect, test } from 'vitest'
import { fileNameFault } from '../../lib/emulator/checks/file-names.ts'

const isFileName = (name: string, strict: boolean) => fileNameFault(name, strict) === undefined

// https://cloud.tencent.com/document/product/1288/51951, in its order; the third list is an older version's.
const supported =
  '.xlsx .xls .ods .docx .docm .doc .csv .pdf .txt .gif .jpg .jpeg .png .tif .tiff .rtf .bmp .cgm .css .shtml .html .htm .zip .xml .ppt .pptx .tar .ez .ics .mobi .msg .pub .eps .odt .mp3 .m4a'
const unsupported =
  '.m4v .wma .ogg .flac .wav .aif .aifc .aiff .mp4 .mov .avi .mkv .mpeg .mpg .wmv .ade .adp .app .asp .bas .bat .cer .chm .cmd .com .cpl .crt .csh .der .exe .fxp .gadget .hlp .hta .inf .ins .isp .its .js .jse .ksh .lib .lnk .mad .maf .mag .mam .maq .mar .mas .mat .mau .mav .maw .mda .mdb .mde .mdt .mdw .mdz .msc .msh .msh1 .msh2 .mshxml .msh1xml .msh2xml .msi .msp'
const unsupportedBefore =
  '.mst .ops .pcd .pif .plg .prf .prg .reg .scf .scr .sct .shb .shs .sys .ps1 .ps1xml .ps2 .ps2xml .psc1 .psc2 .tmp .url .vb .vbe .vbs .vps .vsmacros .vss .vst .vsw .vxd .ws .wsc .wsf .wsh .xnk'

test.each(supported.split(' '))('%s is supported', (extension) => {
  expect([isFileName(`a${extension}`, false), isFileName(`a${extension.toUpperCase()}`, true)]).toEqual([true, true])
})

test.each(`${unsupported} ${unsupportedBefore}`.split(' '))('%s is not', (extension) => {
  expect([isFileName(`a${extension}`, false), isFileName(`a.txt${extension.toUpperCase()}`, true)]).toEqual([
    false,
    false,
  ])
})

test.each(['a', 'a.json', 'a.'])('%s is on neither list', (name) => {
  expect([isFileName(name, false), isFileName(name, true)]).toEqual([true, false])
})
