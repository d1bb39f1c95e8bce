import { Anchor } from '@mantine/core'
import MarkdownIt, { type Token } from 'markdown-it'
import { createElement, type ReactNode } from 'react'
import { CodeBox } from '../../shared/code-box.tsx'
import { TextLink } from '../../shared/links.tsx'
import classes from './markdown.module.css'
import { anchorOf } from './topics.ts'

const reader = new MarkdownIt({ html: false, linkify: false })

/** Elements that Markdown makes; any other is left out, its text stays. */
const elements = new Set(
  'h1 h2 h3 h4 h5 h6 p ul ol li strong em s blockquote table thead tbody tr th td hr br'.split(' '),
)

/** Markdown of ours as elements: no HTML passes through text, so none can be slipped in. The first heading is left to the page. */
export function Markdown({ text }: { readonly text: string }) {
  const tokens = reader.parse(text.replace(/^# .*$/m, ''), {})
  return <div className={classes.text}>{build(tokens)}</div>
}

/** The elements of a list of tokens, in which what opens and what closes enclose their content. */
function build(tokens: readonly Token[]): ReactNode[] {
  const made: ReactNode[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined) continue
    if (token.nesting === 1) {
      const end = endOf(tokens, at)
      made.push(enclose(token, tokens.slice(at + 1, end), made.length))
      at = end
    } else made.push(single(token, made.length))
  }
  return made
}

function endOf(tokens: readonly Token[], start: number): number {
  let depth = 0
  for (let at = start; at < tokens.length; at++) {
    depth += tokens[at]?.nesting ?? 0
    if (depth === 0) return at
  }
  return tokens.length
}

function enclose(token: Token, inner: readonly Token[], key: number): ReactNode {
  const children = build(inner)
  if (token.tag === 'a')
    return (
      <DocLink key={key} href={String(token.attrGet('href') ?? '')}>
        {children}
      </DocLink>
    )
  if (!elements.has(token.tag)) return children
  // A corner of a table that says nothing heads nothing.
  const tag = token.tag === 'th' && inner.every(({ content }) => content === '') ? 'td' : token.tag
  const heading = /^h[1-6]$/.test(token.tag)
  const id = heading ? anchorOf(inner.map(({ content }) => content.replaceAll('`', '')).join('')) : undefined
  return createElement(tag, { key, ...(id === undefined ? {} : { id }) }, ...children)
}

function single(token: Token, key: number): ReactNode {
  if (token.type === 'inline') return build(token.children ?? [])
  if (token.type === 'text') return token.content
  if (token.type === 'softbreak') return '\n'
  if (token.type === 'code_inline') return <code key={key}>{token.content}</code>
  if (token.type === 'fence' || token.type === 'code_block')
    return <CodeBox key={key} text={token.content.trimEnd()} what="" />
  return elements.has(token.tag) ? createElement(token.tag, { key }) : token.content
}

/** A link of a page: to another page, to a place in this one, or out of here. */
function DocLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const page = /^([\w-]+)\.md(?:#(.+))?$/.exec(href)
  if (page !== null) {
    const [, name = '', hash] = page
    return (
      <TextLink to="/help/$page" params={{ page: name }} {...(hash === undefined ? {} : { hash })}>
        {children}
      </TextLink>
    )
  }
  if (href.startsWith('#')) return <Anchor href={href}>{children}</Anchor>
  if (!/^(?:https?:|\/)/.test(href)) return children
  return (
    <Anchor href={href} target="_blank" rel="noreferrer">
      {children}
    </Anchor>
  )
}
