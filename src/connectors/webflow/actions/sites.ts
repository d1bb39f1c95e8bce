import { z } from 'zod'
import { readAssetPage } from '../../../webflow/assets.ts'
import { getCollection, listCollections } from '../../../webflow/collections.ts'
import { getSite, listSites, publishedAt, publishedTo, publishSite } from '../../../webflow/sites.ts'
import { collectionOf } from '../open-site.ts'
import {
  collection,
  collectionSummary,
  pageOf,
  paging,
  site,
  storedAsset,
  storedCollection,
  storedSite,
} from './shapes.ts'
import { uploadAction } from './upload-asset.ts'

/** The site, its collections and its files. */
export const siteActions = {
  'sites.list': site({
    title: 'List the sites that the token reaches',
    effect: 'read',
    input: z.object({}),
    output: z.array(storedSite),
    run: (open) => listSites(open.client),
  }),
  'sites.publish': site({
    title: 'Publish the whole site',
    description: 'With everything that is queued, whoever made it. Webflow allows it once a minute.',
    // Once more would be refused for a minute, also where the first time went well and its answer was lost.
    effect: 'keyed',
    input: z.object({
      domains: z.array(z.string().min(1).max(100)).max(50).optional().describe('Ids of custom domains; default: all'),
      subdomain: z.boolean().optional().describe('Also below webflow.io; default: only without a custom domain'),
    }),
    output: z.object({ domains: z.array(z.string()).readonly(), subdomain: z.boolean() }),
    key: () => 'a later time of publication',
    baseline: async (open) => publishedAt(await getSite(open.client, open.facts.site.id)),
    async find(open, targets, since) {
      const stored = await getSite(open.client, open.facts.site.id)
      return publishedAt(stored) > (since ?? 0) ? [publishedTo(stored, targets)] : []
    },
    run: (open, targets, call) => publishSite(open.client, open.facts.site.id, targets, call),
  }),
  'collections.list': site({
    title: 'List the collections of the site',
    effect: 'read',
    input: z.object({}),
    output: z.array(collectionSummary),
    run: (open) => listCollections(open.client, open.facts.site.id),
  }),
  'collections.get': site({
    title: 'Get a collection with its fields',
    effect: 'read',
    input: z.object({ collection }),
    output: storedCollection,
    run: (open, input) => getCollection(open.client, collectionOf(open.facts, input.collection).id),
  }),
  'assets.list': site({
    title: 'List the files of the site',
    effect: 'read',
    input: z.object(paging),
    output: pageOf(storedAsset),
    run: (open, place) => readAssetPage(open.client, open.facts.site.id, place),
  }),
  'assets.upload': uploadAction,
}
