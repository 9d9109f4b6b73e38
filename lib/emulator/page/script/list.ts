// Tested by test/emulator/page/browser/page.test.ts.

/**
 * Keeps the list up to date: new mails come in above what is shown, and nothing moves that somebody points at or has
 * scrolled to. A page in the background holds no connection: browsers open at most six to one server, and a seventh tab
 * would wait.
 */
export const list = `
const mails = document.getElementById('mails')
const fresh = document.getElementById('fresh')
let events
let drawing = false
let stale = false
let unseen = 0

listen()
document.addEventListener('visibilitychange', listen)
addEventListener('pagehide', () => events?.close())
watchMore()

function listen() {
  events?.close()
  if (document.hidden) return
  events = new EventSource('/api/events')
  events.addEventListener('open', update)
  events.addEventListener('mail', update)
  events.addEventListener('deleted', drawList)
}

/** One request at a time, whatever comes meanwhile. */
async function update() {
  stale = true
  if (drawing) return
  drawing = true
  while (stale) {
    stale = false
    await addNew().catch(() => {})
  }
  drawing = false
}

async function fetchList(address) {
  const reply = await fetch(address)
  if (!reply.ok) throw new Error(String(reply.status))
  return new DOMParser().parseFromString(await reply.text(), 'text/html').getElementById('mails')
}

/** Puts what is new above the rest. */
async function addNew() {
  const drawn = await fetchList(mails.dataset.source)
  const items = mails.querySelector('ol')
  const newest = Number(items.firstElementChild?.dataset.id ?? 0)
  const added = [...drawn.querySelectorAll('ol > li')].filter((item) => Number(item.dataset.id) > newest)
  // More came than one answer has: what is between would be missing.
  const missesSome = newest > 0 && added.length === drawn.querySelectorAll('ol > li').length
  // The emulator was reset, and counts anew.
  if (Number(drawn.querySelector('ol > li')?.dataset.id ?? 0) < newest) return replace(drawn)
  takeCounts(drawn)
  if (missesSome && !isHeld()) return replace(drawn)
  if (added.length === 0) return
  const held = isHeld()
  const first = items.firstElementChild
  const place = first?.getBoundingClientRect().top
  items.prepend(...added)
  if (!held || !first) return
  mails.scrollTop += first.getBoundingClientRect().top - place
  unseen += added.length
  fresh.textContent = unseen === 1 ? mails.dataset.one : mails.dataset.many.replace('{count}', unseen)
  fresh.hidden = false
}

/** Whether somebody points at the list, is in it with the keyboard, or has scrolled down. */
function isHeld() {
  const items = mails.querySelector('ol')
  return items.matches(':hover') || items.contains(document.activeElement) || mails.scrollTop > items.offsetTop
}

function takeCounts(drawn) {
  mails.querySelector('.count').replaceWith(drawn.querySelector('.count'))
  const rows = mails.querySelector('[name=row]')
  const { value } = rows
  if (document.activeElement !== rows) rows.replaceChildren(...drawn.querySelector('[name=row]').childNodes)
  rows.value = value
  revealButtons(mails)
}

async function drawList() {
  replace(await fetchList(mails.dataset.source))
}

function replace(drawn) {
  const focused = mails.querySelector('ol').contains(document.activeElement) && document.activeElement.getAttribute('href')
  takeCounts(drawn)
  mails.dataset.source = drawn.dataset.source
  mails.querySelector('ol').replaceWith(drawn.querySelector('ol'))
  mails.querySelector('.more')?.remove()
  const more = drawn.querySelector('.more')
  if (more) mails.append(more)
  see()
  markOpen()
  watchMore()
  if (focused) mails.querySelector('a[href="' + CSS.escape(focused) + '"]')?.focus({ preventScroll: true })
}

function see() {
  unseen = 0
  fresh.hidden = true
}

fresh.addEventListener('click', () => {
  mails.scrollTop = 0
  drawList()
})
mails.addEventListener('scroll', () => {
  if (mails.scrollTop === 0) see()
})

/** Older mails come when somebody has scrolled to them. */
function watchMore() {
  const more = mails.querySelector('.more')
  if (!more) return
  const load = async () => {
    observer.disconnect()
    const before = new URL(more.href).searchParams.get('before')
    const source = mails.dataset.source
    const drawn = await fetchList(source + (source.includes('?') ? '&' : '?') + 'before=' + before)
    if (mails.dataset.source !== source || !more.isConnected) return
    mails.querySelector('ol').append(...drawn.querySelectorAll('ol > li'))
    more.remove()
    const next = drawn.querySelector('.more')
    if (next) mails.append(next)
    markOpen()
    watchMore()
  }
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) load()
  }, { root: mails, rootMargin: '400px' })
  observer.observe(more)
  more.addEventListener('click', (event) => {
    event.preventDefault()
    load()
  })
}

const form = mails.querySelector('form')
let typing
form.addEventListener('submit', (event) => {
  event.preventDefault()
  filterList()
})
form.addEventListener('change', filterList)
form.addEventListener('input', () => {
  clearTimeout(typing)
  typing = setTimeout(filterList, 150)
})
form.classList.add('live')

async function filterList() {
  const given = [...new FormData(form)].filter(([, value]) => value.trim() !== '')
  const query = new URLSearchParams(given).toString()
  const source = '/list' + (query && '?' + query)
  if (source === mails.dataset.source) return
  mails.dataset.source = source
  history.replaceState(null, '', location.pathname + (query && '?' + query) + location.hash)
  const drawn = await fetchList(source)
  if (mails.dataset.source !== source) return
  mails.scrollTop = 0
  replace(drawn)
}

mails.addEventListener('click', (event) => {
  const all = event.target.closest('a.quiet')
  if (!all) return
  event.preventDefault()
  for (const field of form.elements) if (field.name) field.value = ''
  filterList()
})
`
