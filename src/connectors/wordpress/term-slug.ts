/**
 * The slug that WordPress most likely gave to a name. A guess, for asking about many names at once: what it misses is
 * found when the term is made, since WordPress then says that it exists.
 */
export function slugOfName(name: string): string {
  const plain = name
    .trim()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßæøœłđðþ]/g, (letter) => letters[letter] ?? '')
    .replace(/&[a-z]{2,8};|&#\d{1,6};/g, '')
    .replace(/[.\s–—/]+/g, '-')
  // Letters beyond Latin are kept as percent-encoded bytes, in small letters.
  const slug = Array.from(plain, (letter) => {
    if (/[a-z0-9_-]/.test(letter)) return letter
    return letter > '\u007f' && /[\p{L}\p{N}]/u.test(letter)
      ? encodeURIComponent(letter.toWellFormed()).toLowerCase()
      : ''
  }).join('')
  return slug.replace(/-+/g, '-').replace(/^-|-$/g, '').slice(0, 190)
}

const letters: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', ø: 'o', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th' }
