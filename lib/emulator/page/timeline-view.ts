// Tested by test/emulator/page/timeline.test.ts.

import { mostCalls, readTimeline, type Step, type Timeline } from '../mailbox/timeline.ts'
import type { LedgerEntry } from '../records.ts'
import { html, type Markup } from './markup.ts'
import { clockTime } from './printable.ts'
import type { Words } from './words/en.ts'

const spans = [10, 60, 600] as const
const width = 960
const height = 320
const margin = { left: 44, right: 12, top: 16, bottom: 28 }

/** How many calls there were in any second, against the limit. `limit`: calls a second, or none. */
export function timelineView(
  ledger: readonly LedgerEntry[],
  limit: number | undefined,
  asked: string | null,
  words: Words,
): Markup {
  const seconds = spans.find((each) => String(each) === asked) ?? 10
  const timeline = readTimeline(ledger, seconds)
  const refused = timeline.calls.filter(({ kind }) => kind === 'rate').length
  const summary = words.timelineSummary(timeline.calls.length, timeline.most, refused)
  return html`<article class="timeline">
<h1>${words.timelineTitle}</h1>
<p>${words.timelineIntro}</p>
<nav class="views" aria-label="${words.span}">${spans.map((each) => html`<a href="/timeline?seconds=${each}"${each === seconds && html` aria-current="page"`}>${words.seconds(each)}</a>`)}</nav>
${timeline.calls.length === 0 ? html`<p class="note">${words.noCalls}</p>` : html`<p class="summary">${summary} ${limit === undefined ? words.noLimit : ''}</p>${plot(timeline, seconds, limit, summary, words)}${legend(words)}`}
${timeline.isCut && html`<p class="note">${words.mostCalls(mostCalls)}</p>`}
</article>`
}

function plot(timeline: Timeline, seconds: number, limit: number | undefined, label: string, words: Words): Markup {
  const top = niceTop(Math.max(timeline.most, (limit ?? 0) * 1.2, 5))
  const toX = (at: number) => round(margin.left + (at / (seconds * 1_000)) * (width - margin.left - margin.right))
  const toY = (calls: number) => round(height - margin.bottom - (calls / top) * (height - margin.top - margin.bottom))
  const area = (steps: readonly Step[]) => `${stepPath(steps, toX, toY)}V${toY(0)}H${toX(0)}Z`

  return html`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${[0, 1, 2, 3, 4].map((quarter) => yTick((top * quarter) / 4, toY))}
${[0, 1, 2, 3, 4, 5].map((fifth) => xTick(timeline.start, (seconds * 1_000 * fifth) / 5, toX))}
<path class="all" d="${area(timeline.all)}"/>
<path class="counted" d="${stepPath(timeline.counted, toX, toY)}"/>
${limit !== undefined && html`<line class="limit" x1="${margin.left}" x2="${width - margin.right}" y1="${toY(limit)}" y2="${toY(limit)}"/><text class="limit" x="${margin.left + 8}" y="${round(toY(limit) - 6)}">${words.limitOf(limit)}</text>`}
${timeline.calls.map(({ at, inSecond, kind }) => html`<circle class="${kind}" cx="${toX(at)}" cy="${toY(inSecond)}" r="${kind === 'taken' ? 2 : 3.5}"/>`)}
</svg>`
}

function yTick(calls: number, toY: (calls: number) => number): Markup {
  return html`<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${toY(calls)}" y2="${toY(calls)}"/><text x="${margin.left - 8}" y="${toY(calls) + 4}" text-anchor="end">${calls}</text>`
}

function xTick(start: number, at: number, toX: (at: number) => number): Markup {
  const anchor = at === 0 ? 'start' : 'middle'
  return html`<text x="${toX(at)}" y="${height - 8}" text-anchor="${toX(at) > width - 40 ? 'end' : anchor}">${clockTime(start + at)}</text>`
}

function stepPath(steps: readonly Step[], toX: (at: number) => number, toY: (calls: number) => number): string {
  return steps
    .map(({ at, calls }, index) => `${index === 0 ? 'M' : 'H'}${toX(at)}${index === 0 ? ' ' : 'V'}${toY(calls)}`)
    .join('')
}

function legend(words: Words): Markup {
  return html`<ul class="legend"><li class="taken">${words.taken}</li><li class="rate">${words.refusedForRate}</li><li class="refused">${words.refusedOtherwise}</li></ul>`
}

/** The next number that four equal parts of are whole. */
function niceTop(most: number): number {
  const step = [1, 2, 5].flatMap((factor) => [1, 10, 100, 1_000, 10_000].map((power) => factor * power))
  return 4 * (step.sort((one, other) => one - other).find((each) => each * 4 >= most) ?? most)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
