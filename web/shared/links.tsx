import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type LinkProps = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style'>

function LooksLikeButton(props: LinkProps & Omit<ButtonProps, 'style'>) {
  return <Button component="a" {...props} />
}

function LooksLikeText(props: LinkProps & Omit<AnchorProps, 'style'>) {
  return <Anchor {...props} />
}

/** A way to another page that looks like a button. Checked: `<ButtonLink to="/projects/$project/…" params={…}>`. */
export const ButtonLink = createLink(LooksLikeButton)

/** A way to another page within text. */
export const TextLink = createLink(LooksLikeText)
