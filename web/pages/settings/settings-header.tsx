import { PageHeader } from '../../shared/page-header.tsx'
import { SubNavigation } from '../../shared/sub-navigation.tsx'
import { useProject } from '../../shell/project-layout.tsx'
import { settings } from '../../texts/en/settings.ts'

/** The top of all parts of a project's settings. */
export function SettingsHeader({ part, text }: { readonly part: string; readonly text?: string }) {
  const { id } = useProject()
  const at = `/projects/${id}/settings`
  return (
    <>
      <PageHeader
        title={`${settings.title}: ${part}`}
        heading={settings.title}
        {...(text === undefined ? {} : { text })}
      />
      <SubNavigation
        label={settings.parts}
        places={[
          { to: at, label: settings.general },
          { to: `${at}/publishing`, label: settings.publishing },
          { to: `${at}/members`, label: settings.members },
          { to: `${at}/keys`, label: settings.keys },
        ]}
      />
    </>
  )
}
