/** Replaces what was secret. */
const mask = '[redacted]'

/** Query and form parameters whose values are never shown. */
const secretParameter =
  /^(?:.*[_-])?(?:password|passwd|pwd|pass|pw|secret|token|jwt|key|nonce|code|auth|authorization|signature|sig|credential|credentials|session|sid)$/i

/** Header names whose values are never shown. */
const secretHeader = /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-wp-nonce|x-authorization)$/i

/** The one place where secrets are taken out of text, addresses and headers, for logs, errors and evidence. */
export interface Redactor {
  /** From now on this value, and its base64 and URL-encoded forms, are masked wherever they appear. Shorter than 4 characters is ignored. */
  add(secret: string): void
  text(value: string): string
  url(value: string | URL): string
  headers(value: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string>
}

export function createRedactor(secrets: Iterable<string> = []): Redactor {
  const known = new Set<string>()

  const redactor: Redactor = {
    add(secret) {
      if (secret.length < 4) return
      for (const form of [secret, secret.replace(/\s+/g, ''), JSON.stringify(secret).slice(1, -1)]) {
        known.add(form)
        known.add(encodeURIComponent(form))
        known.add(Buffer.from(form).toString('base64'))
      }
    },
    text(value) {
      let out = value
      // Longest first, so that a secret inside another does not leave a rest behind.
      for (const secret of [...known].sort((a, b) => b.length - a.length)) out = out.replaceAll(secret, mask)
      return out
        .replace(/\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{6,}/gi, `$1 ${mask}`)
        .replace(/(https?:\/\/)[^\s/@:]*:[^\s/@]*@/gi, `$1${mask}@`)
        .replace(/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, mask)
        .replace(
          /([?&][^=&#\s"'<>]*(?:password|passwd|pass|secret|token|jwt|nonce|signature|api_?key)=)[^&#\s"'<>]+/gi,
          `$1${mask}`,
        )
    },
    url(value) {
      let url: URL
      try {
        url = new URL(value)
      } catch {
        return redactor.text(String(value))
      }
      if (url.username !== '' || url.password !== '') {
        url.username = ''
        url.password = ''
      }
      for (const name of new Set(url.searchParams.keys())) {
        if (secretParameter.test(name)) url.searchParams.set(name, mask)
      }
      return redactor.text(url.href.replaceAll(encodeURIComponent(mask), mask))
    },
    headers(value) {
      const out: Record<string, string> = {}
      for (const [name, content] of Object.entries(value)) {
        if (content === undefined) continue
        out[name] = secretHeader.test(name) ? mask : redactor.text(String(content))
      }
      return out
    },
  }
  for (const secret of secrets) redactor.add(secret)
  return redactor
}
