import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import { fields } from '../../wordpress/json.ts'
import { action, type Effect } from '../action.ts'
import type { OpenWordPress } from './open-site.ts'
import { askSite, readItem, writeQuery } from './resources/ask-site.ts'
import { path } from './resources/fields.ts'
import { problemIn } from './routes/check-value.ts'
import { envelope, openEnvelope } from './routes/enveloped.ts'
import { fillTemplate } from './routes/route-pattern.ts'

const input = z.object({
  name: path.describe('Such as core/get-site-info').meta({ lookup: 'abilities' }),
  input: z.json().optional().describe('As the ability describes it'),
  as: z.enum(['read', 'change', 'destroy']).default('read').describe('The most that it may do'),
})

type Run = z.infer<typeof input>

const effects: Readonly<Record<Run['as'], Effect>> = { read: 'read', change: 'append', destroy: 'destructive' }
const rank: readonly Run['as'][] = ['read', 'change', 'destroy']

/** Runs what a plugin or WordPress (6.9 on) offers as an ability, if it does no more than the caller allows. Two requests. */
export const runAbility = action<OpenWordPress, Run, { readonly result: unknown }>({
  title: 'Run an ability of the site',
  description:
    'Abilities say of themselves whether they read, change or destroy; one that does more than `as` is not run.',
  effect: 'destructive',
  effectOf: ({ as }) => effects[as],
  input,
  output: z.object({ result: z.unknown() }),
  async run(site, { name, input: given, as }, call) {
    const template = '/wp-abilities/v1/abilities/{name}'
    const ability = readItem(await askSite(site, { template, values: { name }, args: {} }), template)
    const { readonly, destructive, idempotent } = fields(fields(ability.meta).annotations)
    const does = readonly === true ? 'read' : destructive === true ? 'destroy' : 'change'
    if (rank.indexOf(does) > rank.indexOf(as))
      throw new HubError('bad_input', `${name} does more than ${as}: it says of itself that it may ${does}`, {
        fix: `Allow it with as=${does}.`,
      })
    const problem = given === undefined ? null : problemIn(given, ability.input_schema, 'input')
    if (problem !== null) throw new HubError('bad_input', `${name}: ${problem}`)
    const route = fillTemplate(`${template}/run`, { name })
    const sent = given === undefined ? {} : { input: given }
    const query = { ...writeQuery(sent), ...envelope }
    // WordPress asks for the method that fits what the ability says of itself.
    const answer =
      does === 'read'
        ? await site.client.get(route, query)
        : does === 'destroy' && idempotent === true
          ? await site.client.remove(route, query, call)
          : await site.client.post(route, sent, envelope, call)
    return { result: openEnvelope(answer, `${route}`).body }
  },
})
