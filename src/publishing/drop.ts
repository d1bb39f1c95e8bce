/** Something that the site would not take. */
export interface Drop {
  /** `language`, `meta.subtitle`, `seo.title`… */
  readonly field: string
  readonly why: string
  /** PHP that would open the site for it; null where nothing does. */
  readonly snippet: string | null
}
