import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'
import { WithinLink } from './remote-text.tsx'

type LinkProps = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style'>

function LooksLikeButton(props: LinkProps & Omit<ButtonProps, 'style'>) {
  return (
    <WithinLink value={true}>
      <Button component="a" {...props} />
    </WithinLink>
  )
}

function LooksLikeText(props: LinkProps & Omit<AnchorProps, 'style'>) {
  return (
    <WithinLink value={true}>
      <Anchor {...props} />
    </WithinLink>
  )
}

/** A way to another page that looks like a button. Checked: `<ButtonLink to="/projects/$project/…" params={…}>`. */
export const ButtonLink = createLink(LooksLikeButton)

/** A way to another page within text. */
export const TextLink = createLink(LooksLikeText)
