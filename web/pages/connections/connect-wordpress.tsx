import { Alert, Button, Group, Radio, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { ChoiceCard } from '../../shared/choice-card.tsx'
import { DiagnosisView } from '../../shared/diagnosis-view.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { connect as words } from '../../texts/en/connect.ts'
import { ConnectApproval, useApprovalDraft } from './connect-approval.tsx'
import { ConnectLogin, useLoginDraft } from './connect-login.tsx'
import type { Connected } from './connect-page.tsx'
import { type Detected, useDetection } from './use-detection.ts'

type Method = keyof typeof words.methods

/** Address, which is looked at while the typing stops; then one of three ways to log in. */
export function ConnectWordPress({ onConnected }: { readonly onConnected: (made: Connected) => void }) {
  const { id: project } = useProject()
  const initial: { address: string; method: Method } = { address: '', method: 'authorize' }
  const [draft, change, discard] = useDraft(`connect.wordpress.${project}`, initial)
  const { address, method } = draft
  const [login, changeLogin, forgetLogin] = useLoginDraft(project)
  const [approval, changeApproval, forgetApproval] = useApprovalDraft(project)
  const [detected, look] = useDetection(address)
  const done = (made: Connected): void => {
    discard()
    forgetLogin()
    forgetApproval()
    onConnected(made)
  }
  const diagnosis = detected.diagnosis
  const isClosed = diagnosis !== null && !['connectable', 'connected'].includes(diagnosis.verdict)
  return (
    <Stack gap="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          look()
        }}
      >
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            label={words.address}
            description={words.addressText}
            placeholder="shop.example"
            value={address}
            onChange={({ currentTarget }) => change({ address: currentTarget.value })}
            type="url"
            inputMode="url"
            autoComplete="url"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={2048}
            required
            flex={1}
            miw="12rem"
          />
          <Button type="submit" variant="default" disabled={address.trim() === ''}>
            {words.look}
          </Button>
        </Group>
      </form>
      <div role="status" aria-live="polite">
        <Seen detected={detected} />
      </div>
      {detected.error !== null && <ProblemPanel error={detected.error} onRetry={look} />}
      {isClosed && (
        <Stack gap="sm">
          <Title order={2} size="h4">
            {words.closed}
          </Title>
          <DiagnosisView diagnosis={diagnosis} />
        </Stack>
      )}
      {diagnosis !== null && diagnosis.verdict !== 'not-wordpress' && (
        <>
          <Radio.Group label={words.how} value={method} onChange={(value) => change({ method: value as Method })}>
            <SimpleGrid cols={{ base: 1, sm: 3 }} mt="xs">
              {Object.entries(words.methods).map(([value, { title, text }]) => (
                <ChoiceCard key={value} value={value} title={title} text={text} />
              ))}
            </SimpleGrid>
          </Radio.Group>
          {method === 'authorize' ? (
            <>
              {diagnosis.authorize === null && <Alert color="yellow">{words.notOffered}</Alert>}
              <ConnectApproval
                key={address}
                target={{ kind: 'wordpress', method: 'authorize', address }}
                seen={diagnosis}
                draft={approval}
                onChange={changeApproval}
                onConnected={done}
              />
            </>
          ) : (
            <ConnectLogin
              key={`${method} ${address}`}
              address={address}
              method={method}
              seen={diagnosis}
              draft={login}
              onChange={changeLogin}
              onConnected={done}
            />
          )}
        </>
      )}
    </Stack>
  )
}

function Seen({ detected: { isRunning, diagnosis, icon } }: { readonly detected: Detected }) {
  if (isRunning) return <Text c="dimmed">{words.looking}</Text>
  const site = diagnosis?.site
  if (site == null) return null
  return (
    <Group gap="sm">
      {icon !== null && <img src={icon} alt="" width={32} height={32} style={{ borderRadius: 6 }} />}
      <div>
        <Text fw={600}>
          <RemoteText text={site.name === '' ? site.home : words.found(site.name)} most={120} />
        </Text>
        <Text size="sm" c="dimmed">
          <RemoteText
            text={[site.home, site.version === null ? '' : words.runs(site.version)].filter(Boolean).join(' · ')}
          />
        </Text>
      </div>
    </Group>
  )
}
