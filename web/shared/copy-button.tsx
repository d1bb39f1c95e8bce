import { ActionIcon, Button, CopyButton as Copying, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { shared } from '../texts/en/shared.ts'

/** Copies a text. With a `label` a button that says so, else a sign; `what` is read to those who do not see it. */
export function CopyButton(props: { readonly text: string; readonly what: string; readonly label?: string }) {
  const { text, what, label } = props
  return (
    <Copying value={text} timeout={2000}>
      {({ copied, copy }) => {
        const icon = copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
        const said = copied ? shared.copied : shared.copy(what)
        return (
          <>
            {label === undefined ? (
              <Tooltip label={said}>
                <ActionIcon variant="subtle" color={copied ? 'green' : 'gray'} onClick={copy} aria-label={said}>
                  {icon}
                </ActionIcon>
              </Tooltip>
            ) : (
              <Button variant="default" size="xs" leftSection={icon} onClick={copy}>
                {copied ? shared.copied : label}
              </Button>
            )}
            <span role="status" className="visually-hidden">
              {copied ? shared.copied : ''}
            </span>
          </>
        )
      }}
    </Copying>
  )
}
