// Tested by test/emulator/page/page.test.ts.

/**
 * What runs in the page: it draws the list again when a mail has come. A page in the background holds no connection:
 * browsers open at most six to one server, and a seventh tab would wait.
 */
export const script = `
const list = document.getElementById('mails')
let events
let drawing = false
let stale = false

listen()
document.addEventListener('visibilitychange', listen)
addEventListener('pagehide', () => events?.close())

function listen() {
  events?.close()
  if (document.hidden) return
  events = new EventSource('/events')
  events.addEventListener('open', draw)
  events.addEventListener('message', draw)
}

async function draw() {
  stale = true
  if (drawing) return
  drawing = true
  while (stale) {
    stale = false
    await load().catch(() => {})
  }
  drawing = false
}

async function load() {
  const reply = await fetch(list.dataset.source)
  if (!reply.ok) return
  const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html').getElementById('mails')
  const focused = list.contains(document.activeElement) && document.activeElement.getAttribute('href')
  list.replaceChildren(...fresh.childNodes)
  if (focused) list.querySelector('a[href="' + focused + '"]')?.focus({ preventScroll: true })
}
`
