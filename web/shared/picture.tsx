import classes from './picture.module.css'

/** A picture of something else than this hub, in the page's width at most. `text` says what it shows. */
export function Picture({ src, text }: { readonly src: string; readonly text: string }) {
  return <img className={classes.picture} src={src} alt={text} loading="lazy" />
}
