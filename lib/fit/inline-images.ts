import type { Attachment, Change } from '../letter.ts'
import type { Settings } from '../options/options.ts'
import { bodyTooLarge } from './body.ts'
import { replaceReferences } from './cid-references.ts'
import { brief, bytesOf, changed, type Rule, refusal, unchanged } from './rule.ts'
import { findShownFiles } from './shown-files.ts'

/**
 * Gives images that the HTML shows by `cid:` or by their Content-Location another way to be shown.
 *
 * SES knows no Content-ID: the HTML would show broken images. What becomes of them is the option `inlineImages`.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Attachment parameters": Content-ID
 */
export const inlineImages: Rule = async (letter, settings) => {
  const { cids, locations, linked } = findShownFiles(letter)
  const named = new Set([...cids.values(), ...locations.values()])
  const shown = letter.attachments.filter((file) => named.has(file))
  if (shown.length === 0) return unchanged(letter)
  if (settings.inlineImages === 'refuse') throw unsupported(shown)
  if (settings.inlineImages === 'attach') return changed(letter, shown.map(reportAttached))

  const urls = new Map<Attachment | undefined, string>()
  const changes: Change[] = []
  // Mail programs open no `data:` URL that a link leads to: what is in it would be lost.
  const attached = settings.inlineImages === 'data-url' ? linked : new Set()
  for (const image of shown) {
    if (attached.has(image)) {
      changes.push(reportLinked(image))
      continue
    }
    urls.set(image, await urlOf(image, settings.inlineImages))
    changes.push(reportShown(image, settings.inlineImages))
  }
  if (urls.size === 0) return changed(letter, changes)
  // One image may stand in the HTML a hundred thousand times.
  let size = 0
  const place = (image: Attachment | undefined) => {
    const url = urls.get(image)
    size += bytesOf(url)
    if (size > settings.limits.body) throw bodyTooLarge(size, settings.limits.body)
    return url
  }
  const html = replaceReferences(letter.html ?? '', {
    cid: (cid) => place(cids.get(cid)),
    other: (url, use) => (use === 'load' ? place(locations.get(url)) : undefined),
  })
  return changed(
    { ...letter, html, attachments: letter.attachments.filter((file) => !named.has(file) || attached.has(file)) },
    changes,
  )
}

async function urlOf(image: Attachment, policy: Settings['inlineImages']): Promise<string> {
  if (typeof policy !== 'function') return `data:${image.type};base64,${image.content.toString('base64')}`

  const url = await upload(image, policy)
  if (typeof url === 'string' && /^https?:\/\/[^\s"<>]+$/i.test(url)) return url
  const what = {
    en: `expected the function to return an http(s) URL for ${nameOf(image)}, got ${typeof url}`,
    zh: `函数应为 ${nameOf(image)} 返回 http(s) URL，实际返回 ${typeof url}`,
  }
  throw refusal('inlineImages', what, {
    hint: { en: 'Return the address at which readers find the image.', zh: '请返回收件人可以访问的图片地址。' },
  })
}

async function upload(image: Attachment, policy: (image: Attachment) => unknown): Promise<unknown> {
  try {
    return await policy(image)
  } catch (error) {
    const what = {
      en: `the function failed for ${nameOf(image)}: ${error}`,
      zh: `函数处理 ${nameOf(image)} 时出错：${error}`,
    }
    throw refusal('inlineImages', what, {
      retry: 'later',
      hint: { en: 'Nothing was sent: see `cause`.', zh: '邮件未发送：请查看 `cause`。' },
      cause: error,
    })
  }
}

function reportShown(image: Attachment, policy: Settings['inlineImages']): Change {
  const change = { rule: 'inline-images', field: nameOf(image) }
  return typeof policy === 'function'
    ? { ...change, loss: 'none', message: `${nameOf(image)} is shown from the URL it was uploaded to` }
    : {
        ...change,
        loss: 'presentation',
        message: `${nameOf(image)} is part of the HTML; some mail programs ${image.type.startsWith('image/') ? 'hide such images' : 'leave out such files'}`,
      }
}

function reportAttached(image: Attachment): Change {
  const message = `${nameOf(image)} is attached, and not shown in the HTML`
  return { rule: 'inline-images', field: nameOf(image), loss: 'presentation', message }
}

function reportLinked(image: Attachment): Change {
  const message = `${nameOf(image)} is attached: the link to it in the HTML leads nowhere`
  return { rule: 'inline-images', field: nameOf(image), loss: 'presentation', message }
}

function unsupported(shown: readonly Attachment[]): Error {
  const names = shown.map(nameOf)
  const what = {
    en: `SES supports no images by cid, got ${names.join(', ')}`,
    zh: `SES 不支持 cid 图片，实际有 ${names.join('、')}`,
  }
  return refusal('attachments', what, {
    reason: 'attachment-refused',
    hint: {
      en: 'Host the images and give their URLs, or set the option `inlineImages`.',
      zh: '请将图片上传后使用其 URL，或设置选项 `inlineImages`。',
    },
  })
}

function nameOf({ name, contentId, locations = [] }: Attachment): string {
  return brief(name ?? (contentId === undefined ? (locations[0] ?? '') : `cid:${contentId}`))
}
