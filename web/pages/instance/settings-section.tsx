import { useQuery } from '@tanstack/react-query'
import { type Outputs, orpc } from '../../api/client.ts'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { Section } from '../../shared/section.tsx'
import { instance } from '../../texts/en/instance.ts'

type Setting = Outputs['instance']['settings']['items'][number]

const columns: readonly Column<Setting>[] = [
  {
    key: 'variable',
    label: instance.setting,
    names: true,
    render: ({ variable, about }) => (
      <>
        <code>{variable}</code>
        <div className="soft">{about}</div>
      </>
    ),
  },
  {
    key: 'value',
    label: instance.value,
    render: ({ value }) => (value === '' ? <span className="soft">{instance.notSet}</span> : <code>{value}</code>),
  },
]

/** What the hub was started with. */
export function SettingsSection() {
  const query = useQuery(orpc.instance.settings.queryOptions())
  return (
    <Section title={instance.settings} text={instance.settingsText}>
      <QueryView query={query}>
        {({ items }) => (
          <DataTable caption={instance.settings} columns={columns} rows={items} rowKey={({ variable }) => variable} />
        )}
      </QueryView>
    </Section>
  )
}
