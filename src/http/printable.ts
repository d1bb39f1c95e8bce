/**
 * Text of a site as it may be shown: one line, no control characters (terminals obey them), no invisible ones that turn the
 * writing direction, cut at `length` characters.
 */
export function printable(text: string, length: number): string {
  const start = text.slice(0, length + 1)
  const plain = start.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\p{Cf}/gu, '')
  return start.length > length ? `${plain.slice(0, length - 1)}…` : plain
}
