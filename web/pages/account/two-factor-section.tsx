import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { callLogin } from '../../api/auth.ts'
import { Section } from '../../shared/section.tsx'
import { StatusBadge } from '../../shared/status-badge.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { meQuery, useUser } from '../../shell/session.tsx'
import { account } from '../../texts/en/account.ts'
import { BackupCodes } from './backup-codes.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { ScanSecret } from './scan-secret.tsx'

interface Enabled {
  readonly totpURI: string
  readonly backupCodes: readonly string[]
}

type Asked = 'enable' | 'disable' | 'codes'

const titles: Readonly<Record<Asked, string>> = {
  enable: account.turnOn,
  disable: account.turnOff,
  codes: account.newCodes,
}
const texts: Readonly<Record<Asked, string>> = {
  enable: account.twoFactorText,
  disable: account.turnOffText,
  codes: account.newCodesText,
}

/**
 * The second factor. States: **off** → password → **scanning** (a secret is made; the login does not ask for it yet) → a right
 * code → **on**, backup codes shown once → password → **off**.
 */
export function TwoFactorSection() {
  const { twoFactor } = useUser()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [scanning, setScanning] = useState<Enabled | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const options = { quiet: true, stale: [meQuery.queryKey] }
  const enable = useOperation((password: string) => callLogin<Enabled>('/two-factor/enable', { password }), {
    quiet: true,
    onDone: (enabled) => {
      setAsked(null)
      setScanning(enabled)
    },
  })
  const disable = useOperation((password: string) => callLogin('/two-factor/disable', { password }), {
    ...options,
    done: () => account.turnedOff,
    onDone: () => setAsked(null),
  })
  const renew = useOperation(
    (password: string) =>
      callLogin<{ backupCodes: readonly string[] }>('/two-factor/generate-backup-codes', { password }),
    {
      ...options,
      onDone: ({ backupCodes }) => {
        setAsked(null)
        setCodes(backupCodes)
      },
    },
  )
  const acts = { enable, disable, codes: renew }
  const act = asked === null ? null : acts[asked]
  return (
    <Section title={account.twoFactor} text={account.twoFactorText}>
      <Group>
        <StatusBadge tone={twoFactor ? 'good' : 'neutral'}>{twoFactor ? account.isOn : account.isOff}</StatusBadge>
      </Group>
      {scanning !== null && (
        <ScanSecret
          uri={scanning.totpURI}
          onDone={() => {
            setCodes(scanning.backupCodes)
            setScanning(null)
          }}
          onCancel={() => setScanning(null)}
        />
      )}
      {codes !== null && <BackupCodes codes={codes} onKept={() => setCodes(null)} />}
      {scanning === null && codes === null && (
        <Group>
          <Button variant={twoFactor ? 'default' : 'filled'} onClick={() => setAsked(twoFactor ? 'disable' : 'enable')}>
            {twoFactor ? account.turnOff : account.turnOn}
          </Button>
          {twoFactor && (
            <Button variant="default" onClick={() => setAsked('codes')}>
              {account.newCodes}
            </Button>
          )}
        </Group>
      )}
      {asked !== null && act !== null && (
        <PasswordDialog
          title={titles[asked]}
          text={texts[asked]}
          error={act.error}
          busy={act.isPending}
          onPassword={(password) => act.mutate(password)}
          onClose={() => {
            act.reset()
            setAsked(null)
          }}
        />
      )}
    </Section>
  )
}
