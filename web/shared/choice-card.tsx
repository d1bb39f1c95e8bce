import { Group, Radio, Text } from '@mantine/core'
import classes from './choice-card.module.css'

/** One of a few choices, with a sentence. Within a `Radio.Group`. */
export function ChoiceCard(props: {
  readonly value: string
  readonly title: string
  readonly text: string
  readonly disabled?: boolean
}) {
  const { value, title, text, disabled = false } = props
  return (
    <Radio.Card className={classes.card} value={value} disabled={disabled} p="md" aria-label={`${title}: ${text}`}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Radio.Indicator disabled={disabled} />
        <div>
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </div>
      </Group>
    </Radio.Card>
  )
}
