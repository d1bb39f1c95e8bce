import { html } from 'hono/html'
import { productName, version } from '../../config/product.ts'

export type Html = ReturnType<typeof html>

/** A whole page around its content. `title` is also what the browser's tab says. */
export function layout(page: {
  readonly title: string
  readonly content: Html
  readonly nav?: Html | undefined
  readonly wide?: boolean
}): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · ${productName}</title>
<link rel="stylesheet" href="/assets/pressroom.css">
<link rel="icon" href="data:,">
</head>
<body class="${page.wide === true ? 'wide' : ''}">
<header><a class="name" href="/">${productName}</a><nav aria-label="Main"><a href="/api/docs">API</a>${page.nav ?? ''}</nav></header>
<main>${page.content}</main>
<footer>${productName} ${version}</footer>
</body>
</html>`
}

/** What went wrong, above a form, read aloud when the page opens. */
export function errorNote(message: string | null): Html | '' {
  return message === null ? '' : html`<p class="error" role="alert">${message}</p>`
}

/** A labelled input. */
export function field(input: {
  readonly name: string
  readonly label: string
  readonly type?: string
  readonly value?: string
  readonly autocomplete: string
  readonly hint?: string
  readonly minlength?: number
  readonly focused?: boolean
}): Html {
  const { name, label, type = 'text', value = '', autocomplete, hint, minlength, focused = false } = input
  return html`<label for="${name}">${label}${hint === undefined ? '' : html`<small>${hint}</small>`}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" required${minlength === undefined ? '' : html` minlength="${minlength}"`}${focused ? html` autofocus` : ''}>`
}
