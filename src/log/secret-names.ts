/** Headers whose values are never shown, and that go nowhere but to whom a credential may go. */
const secretHeader =
  /^(?:(?:proxy-|x-)?authorization|cookie2?|set-cookie2?|(?:.*[_-])?(?:token|secret|nonce|password|api-?key|access-?key))$/i

/** Query and form parameters whose values are never shown in an address. `code` and `key` mean too much else to be masked in free text. */
const secretParameter =
  /(?:^|[_-])(?:code|key|auth|authorization|sig|session|sid|pwd|pw|pass)$|(?:password|passwd|secret|token|jwt|nonce|signature|credentials?|api[_-]?key)(?:\[\w{0,32}\])?$/i

export function isSecretHeader(name: string): boolean {
  return secretHeader.test(name)
}

export function isSecretParameter(name: string): boolean {
  return secretParameter.test(name)
}

/** The names that mean a secret wherever `name=value` or `"name": "value"` stands, as the source of a pattern. */
export const secretWord = '(?:password|passwd|pass|secret|token|jwt|nonce|signature|api[_-]?key)'
