import { Stack } from '@mantine/core'
import { PageHeader } from '../../shared/page-header.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { useUser } from '../../shell/session.tsx'
import { account } from '../../texts/en/account.ts'
import { PasswordSection } from './password-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { TwoFactorSection } from './two-factor-section.tsx'

/** The reader's own account. */
export function AccountPage() {
  const { name, email } = useUser()
  return (
    <>
      <PageHeader title={account.title} text={`${plain(name)} · ${plain(email)}`} />
      <Stack gap="lg">
        <PasswordSection />
        <TwoFactorSection />
        <SessionsSection />
      </Stack>
    </>
  )
}
