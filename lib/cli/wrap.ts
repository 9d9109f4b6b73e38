// Tested by test/cli/check.test.ts.

/**
 * A text in lines of at most so many columns, the first after `first` and the others after `rest`. It is broken at spaces, and
 * between Chinese characters, which have none.
 */
export function wrap(text: string, first: string, rest: string, columns = 100): string {
  const lines: string[] = []
  let line = first
  let isStart = true
  const add = (piece: string, space: string) => {
    if (!isStart && measureWidth(line) + space.length + measureWidth(piece) > columns) {
      lines.push(line)
      line = rest
      isStart = true
    }
    line += isStart ? piece : `${space}${piece}`
    isStart = false
  }
  for (const word of text.split(' ')) {
    const [start = '', ...others] = word.match(PIECES) ?? []
    add(start, ' ')
    for (const piece of others) add(piece, '')
  }
  return [...lines, line].join('\n')
}

/** A Chinese character or what stands between two, with the punctuation that no line may begin or end with. */
const PIECES =
  /[（《“‘]*(?:\p{Script=Han}|[^\p{Script=Han}（《“‘，。：；、！？）》”’]+)[，。：；、！？）》”’…]*|[，。：；、！？）》”’（《“‘]+/gu

/** Columns in a terminal: Chinese, Japanese and Korean characters and emoji take two. */
function measureWidth(text: string): number {
  return [...text].reduce((sum, letter) => sum + (isWide.test(letter) ? 2 : 1), 0)
}

const isWide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uff60]/u
