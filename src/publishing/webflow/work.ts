import { type ItemPlan, planItem } from '../../connectors/webflow/articles/plan-item.ts'
import type { ReferenceDesk } from '../../connectors/webflow/articles/references.ts'
import type { ImageShelf as WebflowShelf } from '../../connectors/webflow/articles/site-images.ts'
import { chooseTarget } from '../../connectors/webflow/articles/target.ts'
import type { OpenWebflow, WebflowFacts } from '../../connectors/webflow/open-site.ts'
import { HubError } from '../../errors/hub-error.ts'
import type { ArticleWork } from '../load-articles.ts'
import type { PublishOptions } from '../options.ts'

/** A connected site, and what is remembered of it while it is open. */
export interface WebflowPressSite {
  readonly connectionId: string
  readonly projectId: string
  readonly siteKey: string
  readonly open: OpenWebflow
  readonly desk: ReferenceDesk
  readonly shelf: WebflowShelf
}

export interface WebflowWork extends ArticleWork {
  readonly plan: ItemPlan
}

/** What will be done for an article. Throws `bad_input` for a collection or a mapping that cannot take it. */
export function planWork(facts: WebflowFacts, work: Omit<ArticleWork, 'row'> & { readonly mark: string }): ItemPlan {
  const { article, assets, options, mark } = work
  const target = chooseTarget(facts, options.webflow ?? {})
  const [problem] = target.problems
  if (problem !== undefined) {
    throw new HubError(
      'bad_input',
      `The mapping of "${target.collection.name}" is not right: ${problem.field}: ${problem.why}`,
      {
        fix: 'Correct it: pressroom mapping <connection>.',
      },
    )
  }
  return planItem({ article, assets, wishes: wishesOf(options), facts, target, mark, now: Date.now() })
}

function wishesOf({ status, date, categories, tags, author, canonical, webflow }: PublishOptions) {
  return { status, date, categories, tags, author, canonical, withSite: webflow?.withSite }
}
