import { Fieldset, NumberInput, SimpleGrid } from '@mantine/core'
import { publishOptions as words } from '../../texts/en/publish-options.ts'
import { ChoiceField } from './choice-field.tsx'
import { inputWrapperOrder } from './input-order.ts'
import { type PublishOptions, withOption } from './options.ts'

type Images = NonNullable<PublishOptions['images']>

/** What is done to images before a site gets them. */
export function ImageFields(props: {
  readonly images: Images | undefined
  readonly onChange: (images: Images | null) => void
  readonly silence: string | null
  /** What was refused of them, by name. */
  readonly errorOf: (name: 'maxWidth' | 'quality') => string | null
  readonly disabled: boolean
}) {
  const { images = {}, onChange, silence, errorOf, disabled } = props
  const set = <Name extends keyof Images>(name: Name, value: Images[Name] | null): void => {
    const next = withOption(images, name, value)
    onChange(Object.keys(next).length === 0 ? null : next)
  }
  const number = (name: 'maxWidth' | 'quality') => ({
    value: images[name] ?? ('' as const),
    onChange: (value: string | number) => set(name, typeof value === 'number' ? value : null),
    allowDecimal: false,
    hideControls: true,
    error: errorOf(name),
    ...{ inputWrapperOrder, disabled },
  })
  return (
    <Fieldset legend={words.images}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ChoiceField
          {...{ label: words.remote, choices: words.remotes, silence, disabled }}
          value={images.remote}
          onChange={(value) => set('remote', value)}
        />
        <ChoiceField
          {...{ label: words.imageFormat, choices: words.imageFormats, silence, disabled }}
          value={images.format}
          onChange={(value) => set('format', value)}
        />
        <NumberInput label={words.maxWidth} description={words.maxWidthText} {...number('maxWidth')} />
        <NumberInput label={words.quality} description={words.qualityText} {...number('quality')} />
      </SimpleGrid>
    </Fieldset>
  )
}
