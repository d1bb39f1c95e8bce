/** A site that WordPress embeds by its own list, as the editor's variations of the embed block have it. */
export interface EmbedProvider {
  readonly slug: string
  readonly pattern: RegExp
  /** What the provider's answer calls itself; the editor keeps it in the block. */
  readonly type: 'video' | 'rich' | 'photo'
  /** Has the classes of a 16:9 picture. */
  readonly wide?: boolean
}

/**
 * From `embed/variations` of Gutenberg and the list of `class-wp-oembed.php` in 7.1. Facebook and Instagram are left
 * out, because they answer nobody without a key.
 */
const providers: readonly EmbedProvider[] = [
  {
    slug: 'youtube',
    pattern: /^https?:\/\/(?:(?:m|www|music)\.)?youtube\.com\/(?:watch|playlist|shorts|live)\b/i,
    type: 'video',
    wide: true,
  },
  { slug: 'youtube', pattern: /^https?:\/\/youtu\.be\/./i, type: 'video', wide: true },
  { slug: 'vimeo', pattern: /^https?:\/\/(?:www\.)?vimeo\.com\/./i, type: 'video', wide: true },
  { slug: 'twitter', pattern: /^https?:\/\/(?:www\.)?twitter\.com\/\w{1,15}\/status(?:es)?\/\d/i, type: 'rich' },
  { slug: 'dailymotion', pattern: /^https?:\/\/(?:www\.)?(?:dailymotion\.com|dai\.ly)\/./i, type: 'video', wide: true },
  { slug: 'ted', pattern: /^https?:\/\/(?:www\.|embed\.)?ted\.com\/talks\/./i, type: 'video', wide: true },
  { slug: 'wordpress-tv', pattern: /^https?:\/\/wordpress\.tv\/./i, type: 'video', wide: true },
  { slug: 'videopress', pattern: /^https?:\/\/videopress\.com\/v\/./i, type: 'video', wide: true },
  { slug: 'tiktok', pattern: /^https?:\/\/(?:www\.)?tiktok\.com\/(?:@[^/]+\/video\/|v\/)./i, type: 'video' },
  { slug: 'spotify', pattern: /^https?:\/\/(?:open|play)\.spotify\.com\/./i, type: 'rich' },
  { slug: 'soundcloud', pattern: /^https?:\/\/(?:www\.)?soundcloud\.com\/./i, type: 'rich' },
  { slug: 'mixcloud', pattern: /^https?:\/\/(?:www\.)?mixcloud\.com\/./i, type: 'rich' },
  { slug: 'reverbnation', pattern: /^https?:\/\/(?:www\.)?reverbnation\.com\/./i, type: 'rich' },
  { slug: 'pocket-casts', pattern: /^https:\/\/pca\.st\/./i, type: 'rich' },
  { slug: 'flickr', pattern: /^https?:\/\/(?:(?:www\.)?flickr\.com|flic\.kr)\/./i, type: 'photo' },
  { slug: 'imgur', pattern: /^https?:\/\/(?:[a-z]+\.)?imgur\.com\/./i, type: 'rich' },
  { slug: 'smugmug', pattern: /^https?:\/\/(?:[\w-]+\.)?smugmug\.com\/./i, type: 'photo' },
  { slug: 'cloudup', pattern: /^https?:\/\/cloudup\.com\/./i, type: 'photo' },
  { slug: 'reddit', pattern: /^https?:\/\/(?:www\.)?reddit\.com\/r\/[^/]+\/comments\/./i, type: 'rich' },
  { slug: 'bluesky', pattern: /^https?:\/\/bsky\.app\/profile\/.+\/post\/./i, type: 'rich' },
  { slug: 'tumblr', pattern: /^https?:\/\/[\w-]+\.tumblr\.com\/./i, type: 'rich' },
  { slug: 'pinterest', pattern: /^https?:\/\/(?:[a-z]{2}|www)\.pinterest\.com(?:\.(?:au|mx))?\/./i, type: 'rich' },
  { slug: 'scribd', pattern: /^https?:\/\/(?:www\.)?scribd\.com\/doc/i, type: 'rich' },
  { slug: 'issuu', pattern: /^https?:\/\/(?:www\.)?issuu\.com\/.+\/docs\/./i, type: 'rich' },
  { slug: 'speaker-deck', pattern: /^https?:\/\/(?:www\.)?speakerdeck\.com\/./i, type: 'rich' },
  { slug: 'kickstarter', pattern: /^https?:\/\/(?:(?:www\.)?kickstarter\.com\/projects|kck\.st)\/./i, type: 'rich' },
  {
    slug: 'crowdsignal',
    pattern: /^https?:\/\/(?:(?:[\w.-]+\.)?polldaddy\.com|poll\.fm|[\w.-]+\.crowdsignal\.net|[\w.-]+\.survey\.fm)\/./i,
    type: 'rich',
  },
  { slug: 'animoto', pattern: /^https?:\/\/(?:www\.)?(?:animoto|video214)\.com\/play\/./i, type: 'video', wide: true },
  { slug: 'wolfram-cloud', pattern: /^https?:\/\/(?:www\.)?wolframcloud\.com\/obj\/./i, type: 'rich' },
]

/** The provider of an address, with the address as the editor embeds it; null for addresses that are only links. */
export function findProvider(address: string): { provider: EmbedProvider; url: string } | null {
  if (address.length > 2000 || /[\s<>"]/.test(address)) return null
  // The editor does the same: the oEmbed address of X answers to the old name only.
  const url = address.replace(/^(https?:\/\/)(?:www\.|mobile\.)?x\.com\//i, '$1twitter.com/')
  const provider = providers.find((candidate) => candidate.pattern.test(url))
  return provider === undefined ? null : { provider, url }
}
