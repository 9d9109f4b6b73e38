import { html, type Markup } from './markup.ts'

/**
 * Characters that are not seen but change what is: they turn the direction of writing (`U+202E` makes `gnp.exe` read
 * `exe.png`), part words or steer terminals. Joiners of emoji and of Persian are not among them.
 */
const steering =
  /([\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb])/u

/** A text of a mail's for people, with what would deceive them shown by its code. */
export function visible(text: string): Markup {
  const pieces = text.toWellFormed().split(steering)
  return html`${pieces.map((piece, index) => (index % 2 === 0 ? html`${piece}` : code(piece)))}`
}

function code(character: string): Markup {
  return html`<span class="steering">U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}</span>`
}
