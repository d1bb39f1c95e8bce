import { List, Stack, Text } from '@mantine/core'
import type { Outputs } from '../../api/client.ts'
import { CodeBox } from '../../shared/code-box.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { publish as words } from '../../texts/en/publish.ts'

export type Drop = Outputs['publications']['preview']['previews'][number]['dropped'][number]

/** What a site does not take, why, and what would open it. */
export function DropList({ drops }: { readonly drops: readonly Drop[] }) {
  return (
    <List size="sm" spacing="xs">
      {drops.map(({ field, why, snippet }) => (
        <List.Item key={`${field} ${why}`}>
          <Stack gap={4}>
            <span>
              <strong>
                <RemoteText text={field} most={80} />
              </strong>
              {': '}
              <RemoteText text={why} most={400} />
            </span>
            {snippet !== null && (
              <details>
                <Text component="summary" size="sm">
                  {words.snippet}
                </Text>
                <CodeBox text={snippet} what={words.copySnippet} />
              </details>
            )}
          </Stack>
        </List.Item>
      ))}
    </List>
  )
}
