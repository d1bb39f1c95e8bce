import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { type Outputs, orpc } from '../../../api/client.ts'
import { ProblemPanel } from '../../../shared/problem-panel.tsx'
import { QueryView } from '../../../shared/query-view.tsx'
import { plain } from '../../../shared/remote-text.tsx'
import { Section } from '../../../shared/section.tsx'
import { useDraft } from '../../../shared/use-draft.ts'
import { useMayEdit, useProject } from '../../../shell/project-layout.tsx'
import { actions as words } from '../../../texts/en/actions.ts'
import { AnswerView } from './answer-view.tsx'
import { fieldErrors } from './field-errors.ts'
import { FormProvider } from './form-context.ts'
import { InputForm } from './input-form.tsx'
import { objectOf, unkept, type Values } from './schema.ts'
import { useRun } from './use-run.ts'

type Action = Outputs['actions']['get']
type Lookups = Outputs['lookups']['list']['items']

/** One action: what it takes, a run of it, and what is answered. */
export function ActionPanel(props: { readonly connection: string; readonly site: string; readonly action: string }) {
  const { connection, site, action } = props
  const { id: project } = useProject()
  const query = useQuery(orpc.actions.get.queryOptions({ input: { project, connection, action } }))
  const lookups = useQuery(orpc.lookups.list.queryOptions({ input: { project, connection } }))
  return (
    <QueryView query={query}>
      {(read) => (
        <Ready key={read.name} action={read} connection={connection} site={site} lookups={lookups.data?.items ?? []} />
      )}
    </QueryView>
  )
}

function Ready(props: {
  readonly action: Action
  readonly connection: string
  readonly site: string
  readonly lookups: Lookups
}) {
  const { action, connection, site, lookups } = props
  const { name, title, description, effect, input: schema } = action
  const { id: project } = useProject()
  const mayRun = useMayEdit() || effect === 'read'
  const secret = useMemo(() => unkept(schema), [schema])
  const [draft, change, discard] = useDraft(
    `act.${connection}.${name}`,
    { values: {} as Values },
    {
      // Drafts leave out fields of these names at any depth.
      secret: secret as never[],
    },
  )
  const run = useRun({ project, connection, site, action: name, title })
  const errors = useMemo(() => (run.error === null ? {} : fieldErrors(run.error)), [run.error])
  const lookupInputs = useMemo(
    () => new Map(lookups.map((one) => [one.name, Object.keys(objectOf(one.input.properties))])),
    [lookups],
  )
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [errors])
  const answered = useRef<HTMLDivElement>(null)
  // A long form would hide that something came of it.
  useEffect(() => {
    if (run.answer !== null) answered.current?.scrollIntoView({ block: 'nearest' })
  }, [run.answer])
  const set = (values: Values) => change({ values })
  const context = {
    connection,
    root: schema,
    values: draft.values,
    lookupInputs,
    errors,
    change: (part: Values) => set({ ...draft.values, ...part }),
  }
  const pages = Object.hasOwn(objectOf(schema.properties), 'cursor')
  return (
    <Stack gap="lg">
      <Section
        title={title}
        text={
          <>
            {description !== null && <>{plain(description, 600)} </>}
            {words.effectTexts[effect]}
          </>
        }
      >
        <Group gap="xs">
          <Text ff="monospace" size="sm">
            {name}
          </Text>
          <Badge variant="default" tt="none" fw={500}>
            {words.effects[effect] ?? effect}
          </Badge>
        </Group>
        <form
          ref={form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            run.start(draft.values, false)
          }}
        >
          <Stack gap="md">
            <FormProvider value={context}>
              <InputForm schema={schema} values={draft.values} onChange={set} />
            </FormProvider>
            {run.error !== null && <ProblemPanel error={run.error} />}
            {!mayRun && <Text size="sm">{words.viewer}</Text>}
            <Group gap="xs">
              <Button
                type="submit"
                loading={run.isPending}
                disabled={!mayRun}
                leftSection={<IconPlayerPlay size={18} aria-hidden />}
              >
                {words.run}
              </Button>
              {effect !== 'read' && (
                <Button
                  variant="default"
                  disabled={!mayRun || run.isPending}
                  onClick={() => run.start(draft.values, true)}
                >
                  {words.dryRun}
                </Button>
              )}
              {Object.keys(draft.values).length > 0 && (
                <Button
                  variant="subtle"
                  onClick={() => {
                    discard()
                    // This button goes with what was filled in.
                    form.current?.querySelector<HTMLElement>('input, textarea, select, button')?.focus()
                  }}
                >
                  {words.clear}
                </Button>
              )}
            </Group>
            {effect !== 'read' && (
              <Text size="sm" c="dimmed">
                {words.dryRunText}
              </Text>
            )}
          </Stack>
        </form>
      </Section>
      {run.answer !== null && (
        <div ref={answered} style={{ scrollMarginTop: '5rem' }}>
          <Section title={words.answer}>
            <AnswerView
              answer={run.answer}
              page={run.page}
              onNext={pages ? run.next : null}
              isPending={run.isPending}
            />
          </Section>
        </div>
      )}
    </Stack>
  )
}
