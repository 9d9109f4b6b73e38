// Tested by test/emulator/page/timeline.test.ts.

/** The plot of calls against the limit. */
export const plot = `
.plot { width: 100%; height: auto; overflow: visible; font: 12px var(--sans); }
.plot text { fill: var(--soft); font-variant-numeric: tabular-nums; }
.plot .grid { stroke: var(--line); }
.plot .all { fill: var(--refused-back); stroke: none; }
.plot .counted { fill: none; stroke: var(--link); stroke-width: 1.5; }
.plot line.limit { stroke: var(--refused); stroke-width: 1.5; stroke-dasharray: 6 4; }
.plot text.limit { fill: var(--refused); font-weight: 600; }
.plot circle { stroke: var(--paper); stroke-width: .75; }
.plot .taken, .legend .taken::before { fill: var(--accepted); background: var(--accepted); }
.plot .rate, .legend .rate::before { fill: var(--refused); background: var(--refused); }
.plot .refused, .legend .refused::before { fill: var(--unknown); background: var(--unknown); }
.summary { font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; padding: 0; list-style: none; font-size: 13px; color: var(--soft); }
.legend li::before { content: ''; display: inline-block; width: .6rem; height: .6rem; margin-inline-end: .45rem; border-radius: 50%; }
@media (max-width: 52rem) {
  .plot { font-size: 22px; }
}
`
