import { useEffect, useRef, useState } from 'react'
import { pageNonce } from '../nonce.ts'
import previewStyles from './sandboxed-html.css?inline'

/** In ms: longer than images need that come at all. */
const patience = 2000

/**
 * HTML that is not ours, shown in a frame of an origin of its own in which nothing runs: no scripts, no forms, no way out to
 * our pages. It inherits our Content-Security-Policy, so that style elements other than ours do nothing, either.
 * A new text waits until the one before has loaded: Chromium can lose a `srcdoc` that is changed while the last one is on its way.
 * Where that takes long, since an image in it does not come, the text gets a new frame.
 */
export function SandboxedHtml(props: {
  readonly html: string
  /** Read to those who do not see it. */
  readonly title: string
  readonly height?: number | string
}) {
  const { html, title, height = 480 } = props
  const page = `<!doctype html><meta charset="utf-8"><base target="_blank"><style nonce="${pageNonce()}">${previewStyles}</style><body>${html}`
  const [{ shown, frame }, show] = useState({ shown: page, frame: 0 })
  const [loading, setLoading] = useState(true)
  const waits = shown !== page
  if (waits && !loading) {
    show({ shown: page, frame })
    setLoading(true)
  }
  const latest = useRef(page)
  latest.current = page
  useEffect(() => {
    if (!waits) return
    const timer = setTimeout(() => {
      show({ shown: latest.current, frame: frame + 1 })
      setLoading(true)
    }, patience)
    return () => clearTimeout(timer)
  }, [waits, frame])
  return (
    <iframe
      key={frame}
      title={title}
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={shown}
      onLoad={() => setLoading(false)}
      style={{ width: '100%', height, border: '1px solid var(--press-line)', borderRadius: 8, background: '#fff' }}
    />
  )
}
