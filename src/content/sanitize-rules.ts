/**
 * What WordPress lets a person write who has no `unfiltered_html`: the table of `wp-includes/kses.php` in 7.1
 * (`$allowedposttags`, `safecss_filter_attr`, `wp_allowed_protocols`). It is repeated here so that the loss can be
 * told beforehand; the site filters again in any case.
 */
const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '')

/** Attributes that every allowed element may have, besides `data-*`. */
const everywhere = words(
  'aria-controls aria-current aria-describedby aria-details aria-expanded aria-hidden aria-label aria-labelledby aria-live class dir hidden id lang style tabindex title role xml:lang',
)

const tableCell = 'abbr align axis bgcolor char charoff colspan headers height nowrap rowspan scope valign width'
const math = 'display displaystyle scriptlevel mathbackground mathcolor mathsize mathvariant'

const own: Readonly<Record<string, string>> = {
  a: 'href rel rev name target download',
  area: 'alt coords href nohref shape target',
  article: 'align',
  aside: 'align',
  audio: 'autoplay controls loop muted preload src',
  blockquote: 'cite',
  button: 'disabled name type value',
  caption: 'align',
  col: 'align char charoff span valign width',
  colgroup: 'align char charoff span valign width',
  data: 'value',
  del: 'datetime',
  details: 'align open name',
  div: 'align',
  dialog: 'open',
  figure: 'align',
  figcaption: 'align',
  font: 'color face size',
  footer: 'align',
  h1: 'align',
  h2: 'align',
  h3: 'align',
  h4: 'align',
  h5: 'align',
  h6: 'align',
  header: 'align',
  hgroup: 'align',
  hr: 'align noshade size width',
  img: 'alt align border height hspace loading longdesc vspace src usemap width',
  ins: 'datetime cite',
  label: 'for',
  legend: 'align',
  li: 'align value',
  main: 'align',
  map: 'name',
  menu: 'type',
  meter: 'high low max min optimum value',
  nav: 'align',
  ol: 'start type reversed',
  p: 'align',
  pre: 'width',
  progress: 'max value',
  q: 'cite',
  section: 'align',
  span: 'align',
  summary: 'align',
  table: 'align bgcolor border cellpadding cellspacing rules summary width',
  tbody: 'align char charoff valign',
  td: tableCell,
  textarea: 'cols rows disabled name readonly',
  tfoot: 'align char charoff valign',
  th: tableCell,
  thead: 'align char charoff valign',
  time: 'datetime',
  tr: 'align bgcolor char charoff valign',
  track: 'default kind label src srclang',
  ul: 'type',
  video: 'autoplay controls height loop muted playsinline poster preload src width',
  math,
  mi: math,
  mo: `${math} form fence separator lspace rspace stretchy symmetric maxsize minsize largeop movablelimits`,
  mspace: `${math} width height depth`,
  mfrac: `${math} linethickness`,
  mpadded: `${math} width height depth lspace voffset`,
  munder: `${math} accent accentunder`,
  mover: `${math} accent accentunder`,
  munderover: `${math} accent accentunder`,
  mtable: `${math} columnalign rowspacing columnspacing align rowalign columnlines rowlines frame framespacing width`,
  mtr: `${math} columnalign rowalign`,
  mtd: `${math} columnspan rowspan columnalign rowalign`,
  annotation: `${math} encoding`,
  menclose: `${math} notation`,
}

const without =
  'address abbr acronym b bdo big br cite code dd dfn dl dt em fieldset i kbd mark rb rp rt rtc ruby s samp search small strike strong sub sup tt u var wbr'

/** MathML with no attributes but those of all MathML. */
const plainMath =
  'mtext mn ms mrow msqrt mroot mstyle merror mphantom msub msup msubsup mmultiscripts mprescripts semantics'

/** Allowed elements and their attributes. */
export const allowedElements: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    ...words(without).map((name) => [name, ''] as const),
    ...words(plainMath).map((name) => [name, math] as const),
    ...Object.entries(own),
  ].map(([name, attributes]) => [name, new Set([...everywhere, ...words(attributes)])]),
)

/** Elements that go together with what is in them; of any other forbidden element, the content stays. */
export const droppedWhole: ReadonlySet<string> = new Set(
  words(
    'script style iframe object embed applet frame frameset noframes noembed noscript template svg canvas link meta base head title param source input select option optgroup datalist output portal',
  ),
)

/** Attributes that hold an address. */
export const addressAttributes: ReadonlySet<string> = new Set(
  words('href src cite poster longdesc data action formaction background usemap xlink:href'),
)

export const allowedProtocols: ReadonlySet<string> = new Set(
  words(
    'http https ftp ftps mailto news irc irc6 ircs gopher nntp feed telnet mms rtsp sms svn tel fax xmpp webcal urn',
  ),
)

export const allowedStyles: ReadonlySet<string> = new Set(
  words(
    `background background-color background-image background-position background-repeat background-size
    background-attachment background-blend-mode border border-radius border-width border-color border-style
    border-right border-right-color border-right-style border-right-width border-bottom border-bottom-color
    border-bottom-left-radius border-bottom-right-radius border-bottom-style border-bottom-width border-left
    border-left-color border-left-style border-left-width border-top border-top-color border-top-left-radius
    border-top-right-radius border-top-style border-top-width border-spacing border-collapse caption-side columns
    column-count column-fill column-gap column-rule column-span column-width display color filter font font-family
    font-size font-style font-variant font-weight letter-spacing line-height text-align text-decoration text-indent
    text-transform white-space height min-height max-height width min-width max-width margin margin-right
    margin-bottom margin-left margin-top margin-block-start margin-block-end margin-inline-start margin-inline-end
    padding padding-right padding-bottom padding-left padding-top padding-block-start padding-block-end
    padding-inline-start padding-inline-end flex flex-basis flex-direction flex-flow flex-grow flex-shrink flex-wrap
    gap row-gap grid-template-columns grid-auto-columns grid-column-start grid-column-end grid-column grid-column-gap
    grid-template-rows grid-auto-rows grid-row-start grid-row-end grid-row grid-row-gap grid-gap justify-content
    justify-items justify-self align-content align-items align-self clear cursor direction float list-style-type
    object-fit object-position opacity overflow vertical-align writing-mode position top right bottom left z-index
    box-shadow aspect-ratio container-type`.replace(/\s+/g, ' '),
  ),
)
