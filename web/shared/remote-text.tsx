import { createContext, useContext, useState } from 'react'
import { shared } from '../texts/en/shared.ts'
import { LinkButton } from './link-button.tsx'

/** Letters that are not seen or turn others around: a hostile name could pose as another with them. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu

/** What a site, a host or an agent wrote, bounded and without letters that deceive. For attributes and texts with holes. */
export function plain(text: string, most = 200): string {
  return shorten(text, most).text
}

function shorten(text: string, most: number): { readonly text: string; readonly cut: boolean } {
  const letters = [
    ...text
      .slice(0, most * 4)
      .replace(/[\r\n\t]+/g, ' ')
      .replace(unseen, ''),
  ]
  const cut = letters.length > most || text.length > most * 4
  return { text: cut ? `${letters.slice(0, most).join('')}…` : letters.join(''), cut }
}

/** Whether a text stands in a link, where no button may be. Our links say so by themselves. */
export const WithinLink = createContext(false)

/** Text that we did not write: shown as text, apart from the direction of ours, cut where it is long (with a way to all of it). */
export function RemoteText({ text, most = 200 }: { readonly text: string; readonly most?: number }) {
  const [whole, setWhole] = useState(false)
  const inLink = useContext(WithinLink)
  const { text: short, cut } = shorten(text, most)
  return (
    <bdi style={{ overflowWrap: 'anywhere' }} {...(cut && inLink ? { title: plain(text, 1000) } : {})}>
      {whole ? plain(text, 20_000) : short}
      {cut && !inLink && <LinkButton onClick={() => setWhole(!whole)}>{whole ? shared.less : shared.more}</LinkButton>}
    </bdi>
  )
}
