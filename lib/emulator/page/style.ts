// Tested by test/emulator/page/page.test.ts.

/** The page's looks, light and dark. Nothing is loaded: fonts are the system's, Chinese ones among them. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --side: #f6f7f9; --ink: #1c2430; --soft: #5c6675; --line: #dfe3e8; --link: #0b57c2; --open: #e4edfb;
  --accepted: #17693a; --accepted-back: #e6f4ea; --refused: #a3221b; --refused-back: #fcebea; --unknown: #7a5200; --unknown-back: #fdf3dc;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16191e; --side: #1c2026; --ink: #e4e8ee; --soft: #9aa5b4; --line: #303741; --link: #86b6ff; --open: #263449;
    --accepted: #7fd49b; --accepted-back: #17301f; --refused: #ff9d94; --refused-back: #3a1d1b; --unknown: #f0c469; --unknown-back: #352a12;
  }
}
* { box-sizing: border-box; }
body { margin: 0; height: 100vh; display: grid; grid: auto minmax(0, 1fr) / 22rem minmax(0, 1fr); font: 15px/1.5 var(--sans); color: var(--ink); background: var(--paper); }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: -2px; }
h1, h2, p, dl, ul, ol, blockquote, pre { margin: 0; }
pre, code { font: 13px/1.5 var(--mono); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }

.top { grid-column: 1 / -1; display: flex; justify-content: space-between; gap: 1rem; padding: .7rem 1.25rem; border-bottom: 1px solid var(--line); }
.top a { color: inherit; font-weight: 600; text-decoration: none; }
.top span { font-weight: 400; }
.top span, .top p { color: var(--soft); }

#mails { overflow-y: auto; background: var(--side); border-right: 1px solid var(--line); }
#mails h2, .more { padding: .75rem 1.25rem; font-size: 13px; font-weight: 500; color: var(--soft); }
#mails ol { list-style: none; padding: 0; border-top: 1px solid var(--line); }
#mails li a { display: block; padding: .65rem 1.25rem; border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; }
#mails li a:hover, #mails [aria-current] { background: var(--open); }
#mails span { overflow-wrap: anywhere; }
#mails .line { display: flex; justify-content: space-between; gap: .75rem; }
#mails .subject { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; margin-top: .2rem; font-weight: 600; }
#mails time, #mails .people, #mails .row { font-size: 13px; color: var(--soft); }
#mails .people { flex-direction: column; gap: 0; }
#mails .people span { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
#mails .row { display: block; margin-top: .2rem; font-family: var(--mono); font-size: 12px; color: var(--refused); }
.outcome { padding: 0 .45rem; border-radius: 3px; font-size: 12px; font-weight: 500; }
.accepted { --state: var(--accepted); --state-back: var(--accepted-back); }
.refused { --state: var(--refused); --state-back: var(--refused-back); }
.unknown { --state: var(--unknown); --state-back: var(--unknown-back); }
.outcome { color: var(--state); background: var(--state-back); }

main { overflow-y: auto; padding: 1.5rem 2rem 2rem; }
h1 { font-size: 22px; line-height: 1.3; font-weight: 600; overflow-wrap: anywhere; }
.welcome { max-width: 44rem; display: grid; gap: 1rem; }
.welcome ol { display: grid; gap: .75rem; padding-left: 1.4rem; }
.code { margin-top: .5rem; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: 6px; background: var(--side); }
.mail { min-height: 100%; display: flex; flex-direction: column; gap: 1.1rem; }

.verdict { padding: .85rem 1.1rem; border-left: 4px solid var(--state); border-radius: 0 6px 6px 0; background: var(--state-back); }
.verdict h2 { font-size: 15px; font-weight: 600; color: var(--state); }
.verdict .label { margin-top: .6rem; font-size: 13px; color: var(--soft); }
.verdict blockquote { font-size: 16px; }
.verdict .source, .verdict .none { font-size: 13px; }
.verdict.accepted .label { display: none; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; }
dt, .note, .headers th { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.attachments { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none; }
.attachments a { display: block; padding: .3rem .7rem; border: 1px solid var(--line); border-radius: 6px; background: var(--side); text-decoration: none; overflow-wrap: anywhere; }
.attachments a:hover span { text-decoration: underline; }
.attachments small { margin-left: .3rem; color: var(--soft); }
.views { display: flex; gap: 1.25rem; border-bottom: 1px solid var(--line); }
.views a { padding: .35rem 0; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; margin-bottom: -1px; }
.views a:hover { color: var(--ink); }
.views [aria-current] { color: var(--ink); font-weight: 600; border-color: var(--link); }
.note { font-size: 13px; }
iframe { flex: 1 0 24rem; width: 100%; border: 1px solid var(--line); border-radius: 6px; background: #fff; color-scheme: light; }
.text { font: inherit; max-width: 48rem; }
.headers { border-collapse: collapse; font: 13px/1.5 var(--mono); }
.headers th, .headers td { padding: .25rem 1.25rem .25rem 0; text-align: start; vertical-align: top; font-weight: 400; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.headers th { white-space: nowrap; }

@media (max-width: 48rem) {
  body { height: auto; display: block; }
  #mails { max-height: 40vh; border-right: 0; border-bottom: 1px solid var(--line); }
  main { padding: 1.25rem; }
}
`
