import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { shared } from '../texts/en/shared.ts'
import { copyText } from './copy-text.ts'

/** In ms: so long the button says what came of it. */
const patience = 2000

const icons = { idle: IconCopy, copied: IconCheck, failed: IconX } as const
const colors = { idle: 'gray', copied: 'green', failed: 'red' } as const

/** Copies a text. With a `label` a button that says so, else a sign; `what` is read to those who do not see it. */
export function CopyButton(props: { readonly text: string; readonly what: string; readonly label?: string }) {
  const { text, what, label } = props
  const [state, setState] = useState<keyof typeof icons>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), patience)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async (): Promise<void> => setState((await copyText(text)) ? 'copied' : 'failed')
  const Icon = icons[state]
  const outcome = { idle: '', copied: shared.copied, failed: shared.notCopied }[state]
  const said = outcome === '' ? shared.copy(what) : outcome
  return (
    <>
      {label === undefined ? (
        <Tooltip label={said}>
          <ActionIcon variant="subtle" color={colors[state]} onClick={() => void copy()} aria-label={said}>
            <Icon size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ) : (
        <Button variant="default" size="xs" leftSection={<Icon size={16} aria-hidden />} onClick={() => void copy()}>
          {outcome === '' ? label : outcome}
        </Button>
      )}
      <span role="status" className="visually-hidden">
        {outcome}
      </span>
    </>
  )
}
