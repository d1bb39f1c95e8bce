import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { Section } from '../../shared/section.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { instance } from '../../texts/en/instance.ts'

/** What seals credentials, and the way to another one. */
export function KeySection() {
  const confirm = useConfirm()
  const query = useQuery(orpc.instance.status.queryOptions())
  const rotate = useOperation(() => orpc.safekeeping.rotateKey.call(), {
    done: ({ resealed }) => instance.rotated(resealed),
    stale: [orpc.instance.key()],
  })
  const ask = async () => {
    const { rotate: title, rotateText: text } = instance
    if (await confirm({ title, text, action: title })) rotate.mutate(undefined)
  }
  return (
    <Section title={instance.key} text={instance.keyText}>
      <QueryView query={query}>
        {({ key }) => (
          <>
            <Text>{instance.keyIs(key.id, instance.keySources[key.source])}</Text>
            {key.source === 'file' ? (
              <Group>
                <Button variant="default" loading={rotate.isPending} onClick={() => void ask()}>
                  {instance.rotate}
                </Button>
              </Group>
            ) : (
              <Text size="sm" c="dimmed">
                {instance.rotateBySetting}
              </Text>
            )}
          </>
        )}
      </QueryView>
    </Section>
  )
}
