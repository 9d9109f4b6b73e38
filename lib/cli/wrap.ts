// Tested by test/cli/check.test.ts.

/** A text in lines of at most so many columns, the first after `first` and the others after `rest`. */
export function wrap(text: string, first: string, rest: string, columns = 100): string {
  const lines: string[] = []
  let line = first
  let isStart = true
  for (const word of text.split(' ')) {
    if (!isStart && measureWidth(line) + 1 + measureWidth(word) > columns) {
      lines.push(line)
      line = rest
      isStart = true
    }
    line += isStart ? word : ` ${word}`
    isStart = false
  }
  return [...lines, line].join('\n')
}

/** Columns in a terminal: Chinese, Japanese and Korean characters and emoji take two. */
function measureWidth(text: string): number {
  return [...text].reduce((sum, letter) => sum + (isWide.test(letter) ? 2 : 1), 0)
}

const isWide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uff60]/u
