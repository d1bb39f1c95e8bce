/** Letters that are not seen or turn others around. */
const unseen = /[\p{Cf}\p{Co}\p{Cn}\u007F-\u009F]/gu

/** JSON for people: letters that deceive are written as escapes, so that it is the same JSON and poses as nothing. */
export function safeJson(value: unknown): string {
  return (JSON.stringify(value, null, 2) ?? 'null').replace(unseen, (letter) =>
    [...Array(letter.length).keys()].map((at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  )
}
