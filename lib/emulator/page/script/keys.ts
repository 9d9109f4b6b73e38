// Tested by test/emulator/page/browser/page.test.ts.

/** j and k open the next and the previous mail, / searches. */
export const keys = `
document.addEventListener('keydown', (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || event.target.closest('input, select, textarea')) return
  if (event.key === '/') {
    event.preventDefault()
    mails.querySelector('[name=query]').focus()
  } else if (event.key === 'j' || event.key === 'k') {
    const items = [...mails.querySelectorAll('ol > li > a')]
    const current = items.findIndex((item) => item.hasAttribute('aria-current'))
    const next = items[current === -1 ? 0 : current + (event.key === 'j' ? 1 : -1)]
    if (!next) return
    openHere(next.href)
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
  }
})
`
