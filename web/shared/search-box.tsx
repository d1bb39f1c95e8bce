import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'

/** In ms, after the last letter. */
const patience = 300

/** A field that searches when the typing stops. */
export function SearchBox(props: {
  readonly label: string
  readonly value: string
  readonly onSearch: (text: string) => void
}) {
  const { label, value, onSearch } = props
  const [typed, setTyped] = useState(value)
  const search = useRef(onSearch)
  search.current = onSearch
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => search.current(typed), patience)
    return () => clearTimeout(timer)
  }, [typed, value])
  return (
    <TextInput
      type="search"
      label={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      w="min(24rem, 100%)"
    />
  )
}
