import { Box, Text } from '@mantine/core'
import { publication as words } from '../texts/en/publication.ts'
import classes from './diff-lines.module.css'

const looks: Readonly<Record<string, string | undefined>> = {
  '+': classes.added,
  '-': classes.removed,
  '@': classes.gap,
}

/** Lines of a difference: each begins with a space, `+`, `-` or, for a gap, `@@`. Texts of anybody: shown as text. */
export function DiffLines(props: {
  readonly lines: readonly string[]
  /** Read to those who do not see it. */
  readonly label: string
  readonly cut?: boolean
}) {
  const { lines, label, cut = false } = props
  if (lines.length === 0 && !cut)
    return (
      <Text c="dimmed" size="sm">
        {words.differenceNone}
      </Text>
    )
  return (
    <div>
      {/* What scrolls is reached by keyboard. */}
      <Box component="pre" className={classes.box} tabIndex={0} aria-label={label} role="region">
        {lines
          .map((line, at) => ({ line, at }))
          .map(({ line, at }) => (
            <bdi key={at} className={`${classes.line} ${looks[line.charAt(0)] ?? ''}`}>
              {line}
            </bdi>
          ))}
      </Box>
      {cut && (
        <Text c="dimmed" size="sm">
          {words.differenceCut}
        </Text>
      )}
    </div>
  )
}
