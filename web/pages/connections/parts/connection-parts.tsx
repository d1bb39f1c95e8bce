import type { ComponentType } from 'react'
import type { Connection } from '../connection-page.tsx'
import { DefaultsSection } from './defaults-section.tsx'
import { DeliveriesSection } from './deliveries-section.tsx'
import { EventsSection } from './events-section.tsx'
import { MappingSection } from './mapping-section.tsx'
import { SigningSection } from './signing-section.tsx'
import { WritableSection } from './writable-section.tsx'

interface PartProps {
  readonly connection: Connection
}

/** What the page of a connection has beside what all have, by kind. */
const parts: Readonly<Record<string, ComponentType<PartProps>>> = {
  wordpress: WordPressParts,
  webflow: WebflowParts,
  webhook: WebhookParts,
}

export function ConnectionParts({ connection }: PartProps) {
  const Parts = parts[connection.kind]
  return Parts === undefined ? null : <Parts connection={connection} />
}

function WordPressParts(props: PartProps) {
  return (
    <>
      <WritableSection {...props} />
      <DefaultsSection {...props} />
    </>
  )
}

function WebflowParts(props: PartProps) {
  return (
    <>
      <MappingSection {...props} />
      <DefaultsSection {...props} />
    </>
  )
}

function WebhookParts(props: PartProps) {
  return (
    <>
      <DeliveriesSection {...props} />
      <SigningSection {...props} />
      <EventsSection {...props} />
      <DefaultsSection {...props} />
    </>
  )
}
