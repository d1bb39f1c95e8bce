import { Stack } from '@mantine/core'
import { HubNavigation } from '../../shared/hub-navigation.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { instance } from '../../texts/en/instance.ts'
import { BackupSection } from './backup-section.tsx'
import { KeySection } from './key-section.tsx'
import { SettingsSection } from './settings-section.tsx'
import { StateSection } from './state-section.tsx'
import { UsersSection } from './users-section.tsx'

/** The hub itself, for its administrators. */
export function InstancePage() {
  return (
    <>
      <PageHeader title={instance.title} text={instance.text} />
      <HubNavigation />
      <Stack gap="lg">
        <StateSection />
        <UsersSection />
        <KeySection />
        <BackupSection />
        <SettingsSection />
      </Stack>
    </>
  )
}
