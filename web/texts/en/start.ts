/** Words of a project's first minutes. */
export const start = {
  title: 'Welcome',
  text: 'Four steps, and the first article stands on your site as a draft.',
  skip: 'Skip this',
  done: 'done',
  account: 'Your account',
  accountText: (email: string) => `You are logged in as ${email}. Turn on a second factor when you have a minute.`,
  accountAction: 'Your account',
  name: 'Name the project',
  nameText: 'A project holds sites, articles and the people who work on them: a client, a brand, a team.',
  nameDone: (name: string) => `It is called ${name}.`,
  nameLabel: 'Name of the project',
  nameAction: 'Save the name',
  named: 'The project has its name',
  connect: 'Connect the first site',
  connectText: 'WordPress, Webflow or a webhook. You type the address; what the site offers is found out.',
  connectDone: (name: string) => `${name} is connected.`,
  connectAction: 'Connect a site',
  sample: 'Publish a sample as a draft',
  sampleText: 'An article with a heading, a list, a quote and a table. Only those who write on the site see a draft.',
  sampleLater: 'Connect a site first.',
  sampleAction: 'Publish the draft',
  sampleOn: 'On which site',
  sampleSent: 'The draft is on its way',
  sampleSentText: 'Its state is on the board, with what the site kept of it.',
  toBoard: 'Go to the board',
} as const

/** The sample itself. */
export const sampleArticle = `---
title: Hello from Pressroom
slug: hello-from-pressroom
excerpt: A draft to see how articles arrive on this site.
---

This article came from **Pressroom**. It is a draft: nobody but you sees it.

## What to look at

- Each paragraph is a block of its own, as if it had been typed here.
- [Links](https://wordpress.org/), *emphasis* and \`code\` are what they were.
- Publishing it again changes nothing, and never makes a second one.

> What is written once should arrive once.

| Written | Arrives as |
|---|---|
| a heading | a heading block |
| a table | a table block |

Open it in the editor, then throw it away.
`
