/** The nonce of this page, under which its Content-Security-Policy lets style elements in. Fresh with each page load. */
export function pageNonce(): string {
  const kept = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
  return kept?.nonce ?? ''
}
