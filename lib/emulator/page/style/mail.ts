// Tested by test/emulator/page/verdict.test.ts.

/** A mail: what became of it, its fields, and its views. */
export const mail = `
.mail { min-height: 100%; display: flex; flex-direction: column; gap: 1.1rem; }
.title { display: flex; flex-wrap: wrap; align-items: start; gap: .6rem 1.5rem; }
.title h1 { flex: 1 1 20rem; }
.actions { display: flex; gap: .5rem; }

.verdict { display: grid; gap: .8rem; }
.verdict > h2 { padding: .65rem 1rem; border-inline-start: 4px solid var(--state); border-radius: 0 8px 8px 0; background: var(--state-back); font-size: 15px; font-weight: 600; color: var(--state); }
.said summary, .label { width: max-content; font-size: 13px; color: var(--soft); cursor: pointer; }
.label { cursor: auto; }
.reply { margin-top: .35rem; }
pre.reply { padding: .6rem .9rem; border: 1px solid var(--line); border-radius: 8px; background: var(--side); }
.tally { font-weight: 600; }
.broken { display: grid; gap: .7rem; padding: 0; list-style: none; }
.broken > li { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: .35rem 1.75rem; padding: .8rem 1rem .85rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.broken h3 { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .6rem; }
.broken h3 code { font-size: 14px; font-weight: 600; color: var(--refused); }
.broken h3 small { font-size: 13px; font-weight: 400; color: var(--soft); }
.source-of { padding: 0 .5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: 12px; font-weight: 500; color: var(--soft); }
.source-of.smtp-page { border-color: transparent; background: var(--open); color: var(--link); }
.source-of.assumed { border-style: dashed; border-color: currentColor; }
.broken .what { grid-column: 1; }
.broken blockquote { font-size: 15px; }
.where { margin-top: .3rem; padding-inline-start: 1.1rem; font: 13px/1.6 var(--mono); overflow-wrap: anywhere; }
.lines { display: flex; flex-wrap: wrap; gap: .2rem .8rem; margin-top: .3rem; font-size: 13px; }
.todo { grid-column: 2; padding: .55rem .85rem; border-radius: 6px; background: var(--advice); align-self: start; }
.todo strong { display: block; font-size: 13px; font-weight: 600; color: var(--soft); }
.page-of { margin-top: .3rem; font-size: 13px; color: var(--soft); }

dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1.1rem; font-size: 14px; }
dt, .headers th { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.attachments { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none; }
.attachments a { display: block; padding: .3rem .75rem; border: 1px solid var(--line); border-radius: 6px; background: var(--side); font-size: 14px; text-decoration: none; overflow-wrap: anywhere; }
.attachments a:hover span { text-decoration: underline; }
.attachments small { margin-inline-start: .3rem; color: var(--soft); }
.views { position: sticky; top: -1.6rem; z-index: 1; display: flex; gap: 1.3rem; overflow-x: auto; background: var(--paper); border-bottom: 1px solid var(--line); font-size: 14px; }
.views a { padding: .5rem 0 .4rem; }
.frame-bar { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .4rem 1rem; margin-bottom: -.4rem; }
.widths { display: flex; gap: .9rem; }
.widths [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
iframe { flex: 1 0 26rem; width: 100%; border: 1px solid var(--line); border-radius: 8px; background: #fff; color-scheme: light; }
iframe.tablet { width: 768px; max-width: 100%; }
iframe.phone { width: 375px; max-width: 100%; flex-basis: 40rem; }
.text { font: inherit; max-width: 48rem; }
.headers { border-collapse: collapse; font: 13px/1.5 var(--mono); }
.headers th, .headers td { padding: .28rem 1.25rem .28rem 0; text-align: start; vertical-align: top; font-weight: 400; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.headers th { white-space: nowrap; }
.source { padding-inline-start: 3.6rem; font: 13px/1.55 var(--mono); }
.source li { min-height: 1.55em; padding-inline-start: .4rem; white-space: pre-wrap; overflow-wrap: anywhere; scroll-margin-top: 5rem; }
.source li::marker { color: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.source .marked { background: var(--mark); }
.source .marked:target { outline: 2px solid var(--unknown); }
.source mark { background: none; color: var(--mark-ink); }
.source .row::before { content: '← '; }

.sessions { max-width: 60rem; display: grid; gap: 1rem; }
.sessions table { border-collapse: collapse; }
.sessions td { padding: .45rem 1.5rem .45rem 0; border-bottom: 1px solid var(--line); }
.session { display: grid; gap: .8rem; }
.session h2 { font-size: 15px; font-weight: 600; }
.session ul, .changes { padding-inline-start: 1.2rem; }
.dialogue { border-collapse: collapse; font: 13px/1.55 var(--mono); }
.dialogue th, .dialogue td { padding: .12rem 1rem .12rem 0; text-align: start; vertical-align: top; font-weight: 400; white-space: pre-wrap; overflow-wrap: anywhere; }
.dialogue th { width: 1%; color: var(--soft); font-family: var(--sans); white-space: nowrap; }
.dialogue .client td { color: var(--link); }
.dialogue .error td { color: var(--refused); }
.dialogue .emulator td { color: var(--soft); font-style: italic; }
.fault { display: block; font-family: var(--sans); }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.25rem; }
.sides section { display: grid; gap: .4rem; grid-template-rows: auto 1fr; }
.sides pre { max-height: 36rem; overflow-y: auto; padding: .7rem .9rem; border: 1px solid var(--line); border-radius: 8px; background: var(--side); font-size: 12px; }
.changes { display: grid; gap: .15rem; }
.loss { color: var(--unknown); font-size: 13px; }

@media (max-width: 62rem) {
  .broken > li { grid-template-columns: minmax(0, 1fr); }
  .todo { grid-column: 1; }
  .sides { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 52rem) {
  .views { top: -1rem; }
  dl { gap: .1rem .8rem; }
  .source { padding-inline-start: 2.8rem; }
}
`
