/**
 * The source of a pattern that finds a secret in every spelling that text may carry it in: as it is; with white space lost (an
 * application password) or written as `+`; percent-encoded, also twice; escaped for JSON, PHP's `\/` included; escaped for
 * HTML; and inside base64, wherever in the encoded text it begins (`user:secret`).
 * Not found: hashes, hexadecimal, reversed text, compression, and base64 broken over lines.
 */
export function secretPattern(secret: string): string {
  const words = secret.trim().split(/\s+/)
  const spelled = words.map((word) => Array.from(word, characterPattern).join('')).join(space)
  const forms = new Set([secret, words.join(' '), words.join('')])
  return [spelled, ...[...forms].flatMap(base64Patterns)].join('|')
}

const space = '(?:[\\s+]|%(?:25){0,2}20|&nbsp;|\\\\[nrt]){0,4}'

/** Letters and digits are never escaped; all else may be, in any of these ways. */
function characterPattern(character: string): string {
  if (/^[A-Za-z0-9]$/.test(character)) return character
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  const bytes = [...Buffer.from(character)]
  const point = character.codePointAt(0) ?? 0
  const name = entityNames.get(character)
  const letter = jsonLetters.get(character)
  return `(?:${[
    `\\\\{0,4}${escapeForPattern(character)}`,
    bytes.map((byte) => `%(?:25){0,2}${hexadecimal(byte, 2)}`).join(''),
    ...(letter === undefined ? [] : [`\\\\{1,4}${letter}`]),
    units.map((unit) => `\\\\{1,4}u${hexadecimal(unit, 4)}`).join(''),
    `&(?:amp;){0,2}(?:#0{0,4}${point}|#[xX]0{0,4}${hexadecimal(point, 1)}${name === undefined ? '' : `|${name}`});`,
  ].join('|')})`
}

/** Control characters that JSON escapes by a letter; those of white space are in `space`. */
const jsonLetters = new Map([
  ['\b', 'b'],
  ['\f', 'f'],
])

const entityNames = new Map([
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['"', 'quot'],
  ["'", 'apos'],
])

function hexadecimal(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

const base64Character = '[A-Za-z0-9+/_=-]'

/** Shorter pieces of base64 would be found in innocent text. */
const shortestBase64 = 8

/**
 * Three bytes become four characters, so a secret has three looks, by how many bytes stand before it. Each look is what the
 * secret alone decides; the characters at its edges, which it shares with its neighbours, go with it.
 */
function base64Patterns(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const own = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    if (own.length < shortestBase64) return []
    const spelled = own.replaceAll(/[+/]/g, (character) =>
      character === '+' ? '(?:[+-]|%2[bB])' : '(?:\\\\?[/_]|%2[fF])',
    )
    return [`${base64Character}{0,2}${spelled}${base64Character}{0,3}`]
  })
}
