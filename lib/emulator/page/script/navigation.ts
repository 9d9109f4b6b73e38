// Tested by test/emulator/page/browser/page.test.ts.

/** Opens mails and views in the page, so that the list stays as it is. */
export const navigation = `
const content = document.getElementById('content')
let listScroll = 0

document.addEventListener('click', (event) => {
  const anchor = event.target.closest('a[href]')
  if (!anchor || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  if (anchor.target || anchor.hasAttribute('download') || anchor.origin !== location.origin) return
  if (!isShownHere(anchor)) return
  event.preventDefault()
  openHere(anchor.href)
})
addEventListener('popstate', () => show(location.href))

function isShownHere({ pathname, classList }) {
  if (classList.contains('more') || classList.contains('quiet') || classList.contains('skip')) return false
  return pathname === '/' || pathname === '/timeline' || pathname === '/sessions' || pathname.startsWith('/sessions/') || pathname.startsWith('/mails/')
}

async function openHere(href) {
  if (href !== location.href) history.pushState(null, '', href)
  await show(href)
}

async function show(href) {
  const url = new URL(href)
  const [path] = url.href.split('#')
  const reply = await fetch(path + (url.search ? '&' : '?') + 'part=content').catch(() => undefined)
  if (reply === undefined) return void location.assign(href)
  const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html')
  if (location.href !== href) return

  const mails = document.getElementById('mails')
  if (mails.scrollTop > 0) listScroll = mails.scrollTop
  const isSameMail = mailIn(url.pathname) !== undefined && mailIn(url.pathname) === content.dataset.mail
  content.replaceChildren(...fresh.getElementById('content').childNodes)
  content.dataset.mail = mailIn(url.pathname) ?? ''
  document.body.className = fresh.body.className
  document.querySelector('.sections').replaceWith(fresh.querySelector('.sections'))
  document.title = fresh.title
  mails.scrollTop = listScroll
  if (!isSameMail) content.scrollTop = 0
  markOpen()
  revealButtons(content)
  if (url.hash) document.getElementById(url.hash.slice(1))?.scrollIntoView({ block: 'center' })
}

function mailIn(pathname) {
  return /^\\/mails\\/(\\d+)/.exec(pathname)?.[1]
}

function markOpen() {
  const id = mailIn(location.pathname)
  for (const anchor of document.querySelectorAll('#mails li > a')) {
    if (anchor.parentElement.dataset.id === id) anchor.setAttribute('aria-current', 'page')
    else anchor.removeAttribute('aria-current')
  }
}

function revealButtons(part) {
  for (const button of part.querySelectorAll('[data-delete]')) button.hidden = false
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-delete]')
  if (!button || (button.dataset.ask && !confirm(button.dataset.ask))) return
  const next = button.closest('#content') ? document.querySelector('#mails [aria-current]')?.parentElement.nextElementSibling : undefined
  const reply = await fetch(button.dataset.delete, { method: 'DELETE' })
  if (!reply.ok) return
  const href = next?.querySelector('a')?.href
  await drawList()
  await openHere(href ?? new URL('/' + location.search, location.origin).href)
})

content.dataset.mail = mailIn(location.pathname) ?? ''
revealButtons(document)
`
