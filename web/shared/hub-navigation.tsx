import { instance } from '../texts/en/instance.ts'
import { shell } from '../texts/en/shell.ts'
import { SubNavigation } from './sub-navigation.tsx'

/** The parts of the hub itself, which belong to different areas. */
export function HubNavigation() {
  return (
    <SubNavigation
      label={instance.parts}
      places={[
        { to: '/instance', label: instance.general },
        { to: '/instance/activity', label: shell.activity },
      ]}
    />
  )
}
