import { editor as words } from '../texts/en/editor.ts'
import { SubNavigation } from './sub-navigation.tsx'

/** The parts of one article, which belong to different areas. */
export function ArticleNavigation({ project, article }: { readonly project: string; readonly article: string }) {
  const at = `/projects/${project}/articles/${article}`
  return (
    <SubNavigation
      label={words.parts}
      places={[
        { to: at, label: words.write },
        { to: `${at}/publish`, label: words.publish },
        { to: `${at}/versions`, label: words.versions },
      ]}
    />
  )
}
