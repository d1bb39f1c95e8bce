import { Link } from '@tanstack/react-router'
import classes from './sub-navigation.module.css'

/** The parts of a page that has several, each with an address. */
export function SubNavigation(props: {
  /** Read to those who do not see it. */
  readonly label: string
  readonly places: readonly { readonly to: string; readonly label: string }[]
}) {
  const { label, places } = props
  return (
    <nav aria-label={label} className={classes.bar}>
      {places.map((place) => (
        <Link
          key={place.to}
          to={place.to}
          activeOptions={{ exact: true, includeSearch: false }}
          className={classes.place}
        >
          {place.label}
        </Link>
      ))}
    </nav>
  )
}
