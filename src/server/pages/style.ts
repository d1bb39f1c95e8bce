/**
 * The one style sheet of the pages that need no script. Light or dark as the reader chose in the web interface, which says so
 * by a cookie; else as their system is.
 */
export function styleSheet(theme: string | undefined): string {
  return theme === 'light' || theme === 'dark' ? `${rules}:root { color-scheme: ${theme} }\n` : rules
}

const rules = `
:root { color-scheme: light dark; --ink: light-dark(#1c1b1a, #efece7); --soft: light-dark(#5c5853, #aaa59d); --paper: light-dark(#fbfaf8, #161514); --card: light-dark(#fff, #1f1e1c); --line: light-dark(#dedad4, #3a3835); --accent: light-dark(#0b5d4e, #5fd0b5); --on: light-dark(#fff, #0b1f1a); --bad: light-dark(#a3241b, #ff9a90); --code: light-dark(#f1efeb, #292725) }
* { box-sizing: border-box }
body { margin: 0; font: 1rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
header, main, footer { max-width: 32rem; margin: 0 auto; padding: 0 1.25rem }
body.wide header, body.wide main, body.wide footer { max-width: 70rem }
header { display: flex; align-items: baseline; gap: 1rem; padding-top: 2rem; flex-wrap: wrap }
header a.name { font: 600 1.4rem/1.2 Georgia, "Times New Roman", serif; color: var(--ink); text-decoration: none }
header nav { margin-left: auto; display: flex; gap: 1rem; align-items: baseline }
main { padding-top: 1.5rem; padding-bottom: 3rem }
footer { color: var(--soft); font-size: .875rem; padding-bottom: 2rem }
h1 { font: 600 1.9rem/1.2 Georgia, "Times New Roman", serif; margin: 1rem 0 .75rem }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem } h3 { font-size: 1rem; margin: 1.5rem 0 .25rem }
p { margin: .5rem 0 1rem } a { color: var(--accent) } small, .soft { color: var(--soft) }
form.card label:first-of-type { margin-top: 0 }
form.card, .card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem; margin: 1rem 0 }
label { display: block; font-weight: 600; margin: .9rem 0 .25rem } label small { font-weight: 400; display: block }
input { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .4rem; padding: .55rem .7rem }
button, a.button { display: inline-block; font: inherit; font-weight: 600; color: var(--on); background: var(--accent); border: 0; border-radius: .4rem; padding: .6rem 1.1rem; margin-top: 1.1rem; cursor: pointer; text-decoration: none }
button.plain { background: none; color: var(--accent); padding: 0; margin: 0; font-weight: 400; text-decoration: underline }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.error { color: var(--bad); border-left: 4px solid var(--bad); padding: .25rem .9rem; margin: 1rem 0 }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; overflow-wrap: anywhere; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line) }
code, pre { font: .9em/1.5 ui-monospace, Consolas, monospace; background: var(--code); border-radius: .3rem } code { padding: .1em .3em; overflow-wrap: anywhere }
pre { padding: .8rem; overflow-x: auto } pre code { padding: 0; background: none }
.method { font: 600 .8rem/1 ui-monospace, monospace; border: 1px solid var(--line); border-radius: .3rem; padding: .2rem .4rem; margin-right: .4rem }
details { margin: .5rem 0 } summary { cursor: pointer } .columns { columns: 14rem; padding-left: 1.1rem }
`
