import { pageNonce } from '../nonce.ts'
import previewStyles from './sandboxed-html.css?inline'

/**
 * HTML that is not ours, shown in a frame of an origin of its own in which nothing runs: no scripts, no forms, no way out to
 * our pages. It inherits our Content-Security-Policy, so that style elements other than ours do nothing, either.
 */
export function SandboxedHtml(props: {
  readonly html: string
  /** Read to those who do not see it. */
  readonly title: string
  readonly height?: number | string
}) {
  const { html, title, height = 480 } = props
  const page = `<!doctype html><meta charset="utf-8"><base target="_blank"><style nonce="${pageNonce()}">${previewStyles}</style><body>${html}`
  return (
    <iframe
      title={title}
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={page}
      style={{ width: '100%', height, border: '1px solid var(--press-line)', borderRadius: 8, background: '#fff' }}
    />
  )
}
