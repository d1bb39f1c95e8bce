import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import type { PublishOptions } from '../../shared/publish-options/options.ts'
import { OptionsForm } from '../../shared/publish-options/options-form.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { publish as words } from '../../texts/en/publish.ts'
import { publishOptions } from '../../texts/en/publish-options.ts'
import { shared } from '../../texts/en/shared.ts'
import type { Target } from './target-picker.tsx'

/** What one target wants otherwise than the others; may be kept as the default of its connection. */
export function OverrideDialog(props: {
  readonly target: Target
  readonly options: PublishOptions
  readonly onChange: (options: PublishOptions) => void
  readonly onClose: () => void
}) {
  const { target, options, onChange, onClose } = props
  const { id: project } = useProject()
  const connection = target.id
  const defaults = useQuery(orpc.publications.defaults.queryOptions({ input: { project, connection } }))
  const keep = useOperation(orpc.publications.configure.call, {
    done: () => words.defaultKept,
    stale: [orpc.publications.defaults.key()],
  })
  const kept = defaults.data?.options ?? {}
  const named = Object.entries(kept).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.overridesOf(plain(target.name, 60))}
      size="xl"
      closeButtonProps={{ 'aria-label': shared.close }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {words.overridesText}
        </Text>
        {named.length > 0 && <Text size="sm">{words.defaultsAre(plain(named.join(', '), 400))}</Text>}
        <OptionsForm
          {...{ options, onChange }}
          silence={publishOptions.asAll}
          kind={target.kind}
          site={{ project, connection }}
          extra={['date', 'canonical']}
        />
        <Group justify="flex-end">
          <Button
            variant="default"
            loading={keep.isPending}
            onClick={() => keep.mutate({ project, connection, options: { ...kept, ...options } })}
          >
            {words.asDefault}
          </Button>
          <Button variant="default" onClick={() => onChange({})}>
            {words.clear}
          </Button>
          <Button onClick={onClose}>{words.done}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
