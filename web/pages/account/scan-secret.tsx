import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { encode } from 'uqr'
import { callLogin } from '../../api/auth.ts'
import { CodeBox } from '../../shared/code-box.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { meQuery } from '../../shell/session.tsx'
import { account } from '../../texts/en/account.ts'
import { shared } from '../../texts/en/shared.ts'

/** Shows the secret as a picture and as text, and takes the first code that an app makes of it. */
export function ScanSecret(props: {
  readonly uri: string
  readonly onDone: () => void
  readonly onCancel: () => void
}) {
  const { uri, onDone, onCancel } = props
  const [code, setCode] = useState('')
  const verify = useOperation((input: string) => callLogin('/two-factor/verify-totp', { code: input }), {
    quiet: true,
    done: () => account.turnedOn,
    stale: [meQuery.queryKey],
    onDone,
  })
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        verify.mutate(code.replace(/\s/g, ''))
      }}
    >
      <Stack maw="28rem">
        <Text fw={600}>{account.scan}</Text>
        <QrCode text={uri} />
        <Text size="sm">{account.orType}</Text>
        <CodeBox text={secret} what={account.theSecret} />
        <TextInput
          label={account.thenType}
          description={account.code}
          value={code}
          onChange={({ currentTarget: { value } }) => setCode(value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={10}
          required
        />
        {verify.error !== null && <ProblemPanel error={verify.error} />}
        <Group>
          <Button type="submit" loading={verify.isPending}>
            {account.finish}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {shared.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Black on white in both themes: cameras want it so. */
function QrCode({ text }: { readonly text: string }) {
  const { size, path } = useMemo(() => {
    const code = encode(text, { border: 3 })
    const cells = code.data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    return { size: code.size, path: cells.join('') }
  }, [text])
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      width={208}
      height={208}
      role="img"
      aria-label={account.scanAlt}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
