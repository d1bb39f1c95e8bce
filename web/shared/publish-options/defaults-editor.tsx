import { Button, Group, Stack } from '@mantine/core'
import { publishOptions as words } from '../../texts/en/publish-options.ts'
import { ProblemPanel } from '../problem-panel.tsx'
import { useDraft } from '../use-draft.ts'
import { useOperation } from '../use-operation.ts'
import type { PublishOptions } from './options.ts'
import { OptionsForm } from './options-form.tsx'
import type { OfferingSite } from './site-fields.tsx'

/** How articles are wanted where nothing else is said. `of`: whose defaults these are, by id. */
export function DefaultsEditor(props: {
  readonly of: string
  readonly kept: PublishOptions
  readonly save: (options: PublishOptions) => Promise<unknown>
  /** With what was saved, before the form shows it as what is kept. */
  readonly onSaved: (options: PublishOptions) => void
  readonly silence: string | null
  readonly kind: string | null
  readonly site?: OfferingSite
  readonly mayEdit: boolean
}) {
  const { of, kept, save, onSaved, silence, kind, site, mayEdit } = props
  const [{ options }, change, discard] = useDraft(`defaults.${of}`, { options: kept })
  const saving = useOperation(save, {
    quiet: true,
    done: () => words.saved,
    onDone: (_, saved) => {
      onSaved(saved)
      discard()
    },
  })
  const isSame = JSON.stringify(options) === JSON.stringify(kept)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate(options)
      }}
    >
      <Stack gap="md">
        <OptionsForm
          {...{ options, silence, kind }}
          {...(site === undefined ? {} : { site })}
          onChange={(next) => change({ options: next })}
          extra={['overwrite']}
          error={saving.error}
          disabled={!mayEdit}
        />
        {saving.error !== null && <ProblemPanel error={saving.error} />}
        {mayEdit && (
          <Group>
            <Button type="submit" loading={saving.isPending} disabled={isSame}>
              {words.save}
            </Button>
            {!isSame && (
              <Button variant="default" onClick={discard}>
                {words.revert}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </form>
  )
}
