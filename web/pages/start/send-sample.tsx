import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useState } from 'react'
import { client, type Outputs, orpc } from '../../api/client.ts'
import { ButtonLink } from '../../shared/links.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { sampleArticle, start } from '../../texts/en/start.ts'
import { Step } from './step.tsx'

type Site = Outputs['connections']['list']['items'][number]

/** Sends a sample to a site as a draft. Twice is once: it is the same file of the same source. */
export function SendSample(props: {
  readonly number: number
  readonly sites: readonly Site[]
  /** Before anything is sent. */
  readonly onSend: () => void
}) {
  const { number, sites, onSend } = props
  const { id: project } = useProject()
  const [chosen, setChosen] = useState<string | null>(null)
  const [sent, setSent] = useState(false)
  const board: string = `/projects/${project}/board`
  const send = useOperation(
    async (connection: string) => {
      const file = { path: 'welcome.md', text: sampleArticle }
      const { files } = await client.articles.import({ project, source: 'Pressroom', files: [file] })
      const id = files[0]?.article?.id ?? ''
      const options = { status: 'draft' } as const
      return await client.publications.publish({ project, articles: [id], connections: [connection], options })
    },
    { quiet: true, done: () => start.sampleSent, onDone: () => setSent(true), stale: [orpc.articles.key()] },
  )
  const site = sites.find(({ id }) => id === chosen) ?? sites[0]
  if (site === undefined) return <Step number={number} title={start.sample} text={start.sampleLater} />
  if (sent) {
    return (
      <Step number={number} title={start.sample} done text={start.sampleSentText}>
        <ButtonLink to={board}>{start.toBoard}</ButtonLink>
      </Step>
    )
  }
  return (
    <Step number={number} title={start.sample} text={start.sampleText}>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          {sites.length > 1 && (
            <NativeSelect
              label={start.sampleOn}
              data={sites.map(({ id, name }) => ({ value: id, label: plain(name, 60) }))}
              value={site.id}
              onChange={({ currentTarget: { value } }) => setChosen(value)}
            />
          )}
          <Button
            loading={send.isPending}
            onClick={() => {
              onSend()
              send.mutate(site.id)
            }}
          >
            {start.sampleAction}
          </Button>
        </Group>
        {send.error !== null && <ProblemPanel error={send.error} />}
      </Stack>
    </Step>
  )
}
