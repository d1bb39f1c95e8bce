import type { SeoAdapter } from './adapter.ts'

const held = <T>(name: string, value: T | null): { name: string; value: T } | null =>
  value === null ? null : { name, value }
const flag = (name: string, robots: readonly string[], word: string, value: string) =>
  robots.includes(word) ? { name, value } : null

const yoast: SeoAdapter = {
  title: 'Yoast SEO',
  namespace: 'yoast/v1',
  meta: ({ title, description, canonical, focusKeyword, socialImage, robots }) => ({
    'seo.title': held('_yoast_wpseo_title', title),
    'seo.description': held('_yoast_wpseo_metadesc', description),
    'seo.canonical': held('_yoast_wpseo_canonical', canonical),
    'seo.focusKeyword': held('_yoast_wpseo_focuskw', focusKeyword),
    'seo.socialImage': held('_yoast_wpseo_opengraph-image', socialImage),
    'seo.robots.noindex': flag('_yoast_wpseo_meta-robots-noindex', robots, 'noindex', '1'),
    'seo.robots.nofollow': flag('_yoast_wpseo_meta-robots-nofollow', robots, 'nofollow', '1'),
  }),
}

const rankMath: SeoAdapter = {
  title: 'Rank Math',
  namespace: 'rankmath/v1',
  meta: ({ title, description, canonical, focusKeyword, socialImage, robots }) => ({
    'seo.title': held('rank_math_title', title),
    'seo.description': held('rank_math_description', description),
    'seo.canonical': held('rank_math_canonical_url', canonical),
    'seo.focusKeyword': held('rank_math_focus_keyword', focusKeyword),
    'seo.socialImage': held('rank_math_facebook_image', socialImage),
    'seo.robots': robots.length === 0 ? null : { name: 'rank_math_robots', value: [...robots] },
  }),
}

const seoPress: SeoAdapter = {
  title: 'SEOPress',
  namespace: 'seopress/v1',
  meta: ({ title, description, canonical, focusKeyword, socialImage, robots }) => ({
    'seo.title': held('_seopress_titles_title', title),
    'seo.description': held('_seopress_titles_desc', description),
    'seo.canonical': held('_seopress_robots_canonical', canonical),
    'seo.focusKeyword': held('_seopress_analysis_target_kw', focusKeyword),
    'seo.socialImage': held('_seopress_social_fb_img', socialImage),
    'seo.robots.noindex': flag('_seopress_robots_index', robots, 'noindex', 'yes'),
    'seo.robots.nofollow': flag('_seopress_robots_follow', robots, 'nofollow', 'yes'),
  }),
}

/** It keeps its data in a table of its own, so that only its REST field can write them. */
const allInOne: SeoAdapter = {
  title: 'All in One SEO',
  namespace: 'aioseo/v1',
  meta: () => ({}),
  field: {
    name: 'aioseo_meta_data',
    social: 'og_image_custom_url',
    nothing: {
      title: '',
      description: '',
      canonical_url: '',
      keyphrases: { focus: { keyphrase: '' } },
      og_image_custom_url: '',
      robots_default: true,
      robots_noindex: false,
      robots_nofollow: false,
    },
    value: ({ title, description, canonical, focusKeyword, socialImage, robots }) => ({
      ...(title === null ? {} : { title }),
      ...(description === null ? {} : { description }),
      ...(canonical === null ? {} : { canonical_url: canonical }),
      ...(focusKeyword === null ? {} : { keyphrases: { focus: { keyphrase: focusKeyword } } }),
      ...(socialImage === null ? {} : { og_image_custom_url: socialImage }),
      ...(robots.length === 0
        ? {}
        : {
            robots_default: false,
            robots_noindex: robots.includes('noindex'),
            robots_nofollow: robots.includes('nofollow'),
          }),
    }),
  },
}

export const seoAdapters: readonly SeoAdapter[] = [yoast, rankMath, seoPress, allInOne]
