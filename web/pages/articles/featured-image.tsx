import { Button, FileButton, Group, Image, Stack, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { Section } from '../../shared/section.tsx'
import { useProject } from '../../shell/project-layout.tsx'
import { editor as words } from '../../texts/en/editor.ts'
import type { FieldsProps } from './field-sections.tsx'
import { keepImage } from './keep-image.ts'

/** The image above the article, with what it shows. `hash`: of the image where the hub keeps it. */
export function FeaturedImage({ content, edit, readOnly, hash }: FieldsProps & { readonly hash: string | null }) {
  const { id: project } = useProject()
  const { featuredImage: image } = content
  const latest = useRef(image)
  latest.current = image
  const [isLoading, setLoading] = useState(false)
  const [fresh, setFresh] = useState<{ readonly src: string; readonly url: string } | null>(null)
  const choose = async (file: File | null): Promise<void> => {
    if (file === null) return
    setLoading(true)
    const src = await keepImage(project, file)
    setLoading(false)
    if (src === null) return
    setFresh({ src, url: URL.createObjectURL(file) })
    // What was said of it while it was on its way is kept.
    const { alt = '', caption = '' } = latest.current ?? {}
    edit({ featuredImage: { src, alt, caption } })
  }
  const kept = hash === null ? null : `/api/v1/articles/images/${hash}?${new URLSearchParams({ project })}`
  const shown = image === null ? null : fresh?.src === image.src ? fresh.url : kept
  return (
    <Section title={words.featured} text={words.featuredText}>
      {shown !== null && <Image src={shown} alt={image?.alt || words.featuredShown} maw={360} radius="md" />}
      {!readOnly && (
        <Group gap="xs">
          <FileButton accept="image/*" onChange={(file) => void choose(file)}>
            {({ onClick }) => (
              <Button variant="default" onClick={onClick} loading={isLoading}>
                {words.featuredChoose}
              </Button>
            )}
          </FileButton>
          {image !== null && (
            <Button
              variant="subtle"
              onClick={() => {
                setFresh(null)
                edit({ featuredImage: null })
              }}
            >
              {words.featuredRemove}
            </Button>
          )}
        </Group>
      )}
      {image !== null && (
        <Stack gap="sm">
          <TextInput
            label={words.alt}
            description={words.altText}
            value={image.alt}
            onChange={({ currentTarget: { value } }) => edit({ featuredImage: { ...image, alt: value } })}
            readOnly={readOnly}
          />
          <TextInput
            label={words.caption}
            value={image.caption}
            onChange={({ currentTarget: { value } }) => edit({ featuredImage: { ...image, caption: value } })}
            readOnly={readOnly}
          />
        </Stack>
      )}
    </Section>
  )
}
