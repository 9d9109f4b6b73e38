// Tested by test/emulator/page/browser/page.test.ts.

/** Colours, type, and the parts of the page beside each other; on a phone the list or what was opened. */
export const frame = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --side: #f5f6f8; --card: #ffffff; --ink: #1a212b; --soft: #586272; --line: #dde1e7; --link: #0a53b8; --open: #dfeafc; --hover: #ebeef2;
  --accepted: #14633a; --accepted-back: #e3f3e9; --refused: #a01f18; --refused-back: #fbe9e7; --unknown: #734d00; --unknown-back: #fbf0d6;
  --mark: #fff1bf; --mark-ink: #4a3500; --advice: #f1f5fb;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC';
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --side: #191d23; --card: #1b2027; --ink: #e3e7ed; --soft: #9ca7b6; --line: #2c333d; --link: #8ab8ff; --open: #223349; --hover: #21262e;
    --accepted: #82d6a0; --accepted-back: #16301f; --refused: #ff9f97; --refused-back: #371c1a; --unknown: #efc56c; --unknown-back: #33290f;
    --mark: #4b3d10; --mark-ink: #ffe9ad; --advice: #1d2530;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; height: 100vh; height: 100dvh; display: flex; flex-direction: column; font: 15px/1.5 var(--sans); color: var(--ink); background: var(--paper); }
a { color: var(--link); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
#content:focus { outline: none; }
h1, h2, h3, p, dl, ul, ol, blockquote, pre { margin: 0; }
h1 { font-size: 22px; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
h3 { font-size: 14px; font-weight: 600; }
pre, code { font: 13px/1.55 var(--mono); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
button, input, select { font: inherit; color: inherit; }
[hidden] { display: none !important; }

.skip { position: absolute; left: .5rem; top: -4rem; z-index: 3; padding: .4rem .8rem; border-radius: 6px; background: var(--ink); color: var(--paper); }
.skip:focus { top: .5rem; }
main { flex: 1; min-height: 0; display: grid; grid: minmax(0, 1fr) / minmax(19rem, 25rem) minmax(0, 1fr); }
.top { display: flex; align-items: center; gap: 1.75rem; padding: 0 1.25rem; min-height: 3rem; border-bottom: 1px solid var(--line); }
.top .name { display: flex; align-items: center; gap: .55rem; color: inherit; font-weight: 650; text-decoration: none; white-space: nowrap; }
.top svg { color: var(--link); }
.top p { margin-inline-start: auto; font-size: 13px; color: var(--soft); }
.sections { display: flex; gap: 1.25rem; align-self: stretch; }
.sections a, .views a { display: flex; align-items: center; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; border-top: 2px solid transparent; white-space: nowrap; }
.sections a:hover, .views a:hover { color: var(--ink); }
.sections [aria-current], .views [aria-current] { color: var(--ink); font-weight: 600; border-bottom-color: var(--link); }

#content { position: relative; overflow-y: auto; padding: 1.6rem 2rem 2.5rem; scroll-padding-top: 4rem; }
.back { display: none; }
.welcome, .timeline { max-width: 60rem; display: grid; gap: 1rem; }
.welcome { max-width: 44rem; }
.welcome ol { display: grid; gap: .9rem; padding-inline-start: 1.3rem; }
.welcome li p + .code, .welcome .code + p { margin-top: .5rem; }
.code { padding: .85rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--side); }
.note { font-size: 13px; color: var(--soft); }
.problem { padding: .6rem .9rem; border-radius: 8px; background: var(--refused-back); color: var(--refused); }
.steering { padding: 0 .25em; border-radius: 3px; background: var(--refused); color: var(--paper); font: 600 .75em/1.4 var(--mono); unicode-bidi: isolate; direction: ltr; white-space: nowrap; }
.button, .actions button { display: inline-block; padding: .28rem .75rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); color: inherit; font-size: 14px; line-height: 1.4; text-decoration: none; cursor: pointer; }
.button:hover, .actions button:hover { background: var(--hover); }

@media (max-width: 52rem) {
  main { grid-template-columns: minmax(0, 1fr); }
  .top { gap: .9rem; padding: 0 1rem; font-size: 14px; }
  .sections { gap: .9rem; }
  .top p { display: none; }
  .shows-content #mails, .shows-list #content { display: none; }
  #content { padding: 1rem 1rem 2rem; }
  .back { display: inline-block; margin-bottom: .75rem; font-size: 14px; }
  .back::before { content: '‹ '; }
}
`
