import { Box } from '@mantine/core'
import classes from './code-box.module.css'
import { CopyButton } from './copy-button.tsx'

/** Something to copy as it is: a snippet, a link, a key. One line is wrapped, several scroll within; `what` names it for the copy button. */
export function CodeBox({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className={classes.box}>
      {/* What scrolls is reached by keyboard. */}
      <Box component="pre" className={classes.text} tabIndex={0} mod={{ short: !text.includes('\n') }}>
        <code>{text}</code>
      </Box>
      <CopyButton text={text} what={what} />
    </div>
  )
}
