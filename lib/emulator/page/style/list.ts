// Tested by test/emulator/page/list.test.ts.

/** The list of mails, with its search above. */
export const list = `
#mails { position: relative; overflow-y: auto; background: var(--side); border-inline-end: 1px solid var(--line); }
.search { position: sticky; top: 0; z-index: 1; display: grid; gap: .5rem; padding: .8rem 1rem .55rem; background: var(--side); font-size: 14px; }
.find { display: flex; gap: .5rem; }
.find input { flex: 1; }
.live .find button { display: none; }
.choices { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; }
.search input, .search select, .search button { min-width: 0; width: 100%; height: 2.1rem; padding: 0 .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); }
.search button { width: auto; cursor: pointer; }
.search input::placeholder { color: var(--soft); opacity: 1; }
.search summary { width: max-content; font-size: 13px; color: var(--soft); cursor: pointer; }
.search details[open] summary { margin-bottom: .4rem; }
.count { display: flex; align-items: baseline; gap: .9rem; padding: .35rem 1rem .6rem; font-size: 13px; border-bottom: 1px solid var(--line); }
.count h2 { margin-inline-end: auto; font-size: 13px; font-weight: 500; color: var(--soft); }
.quiet { padding: 0; border: 0; background: none; color: var(--link); font-size: 13px; text-decoration: underline; text-underline-offset: 2px; cursor: pointer; }
#fresh { position: sticky; top: 7.6rem; z-index: 1; display: block; width: max-content; height: 1.8rem; margin: .5rem auto -2.3rem; padding: 0 .9rem; border: 0; border-radius: 1rem; background: var(--link); color: var(--paper); font-size: 13px; font-weight: 600; cursor: pointer; box-shadow: 0 2px 8px #0003; }
#mails ol { list-style: none; padding: 0; overflow-anchor: none; }
#mails h1 { display: none; }
#mails li a { display: block; padding: .6rem 1rem; border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; outline-offset: -3px; }
#mails li a:hover { background: var(--hover); }
#mails li [aria-current] { background: var(--open); box-shadow: inset 3px 0 var(--link); }
#mails .line { display: flex; align-items: center; justify-content: space-between; gap: .75rem; }
#mails .subject { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; margin-top: .2rem; font-weight: 600; line-height: 1.35; overflow-wrap: anywhere; }
#mails time, .people { font-size: 13px; color: var(--soft); }
#mails time { font-variant-numeric: tabular-nums; }
.people { display: block; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.row { font: 12px/1.6 var(--mono); color: var(--refused); }
.more { display: block; padding: .9rem 1rem; font-size: 14px; }
.accepted { --state: var(--accepted); --state-back: var(--accepted-back); }
.refused { --state: var(--refused); --state-back: var(--refused-back); }
.unknown { --state: var(--unknown); --state-back: var(--unknown-back); }
.outcome { padding: 0 .5rem; border-radius: 1rem; font-size: 12px; line-height: 1.6; font-weight: 550; color: var(--state); background: var(--state-back); }

@media (max-width: 52rem) {
  #mails { border: 0; }
  #mails h1 { display: block; position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .search input, .search select { height: 2.5rem; font-size: 16px; }
  #fresh { top: 8.6rem; }
}
`
