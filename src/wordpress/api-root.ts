/** A site's REST root, wherever it is: `/wp-json/`, another prefix, `?rest_route=/`. Addresses are made here alone. */
export interface ApiRoot {
  readonly url: URL
  /** `pretty`: the route is part of the path. `query`: it is the value of `rest_route`. */
  readonly style: 'pretty' | 'query'
  /** The address of a route such as `/wp/v2/posts`. */
  route(path: string, query?: Readonly<Record<string, string | number | boolean>>): URL
}

export function createApiRoot(url: URL): ApiRoot {
  const style = url.searchParams.has('rest_route') ? 'query' : 'pretty'
  return {
    url,
    style,
    route(path, query = {}) {
      const address = new URL(url)
      if (style === 'query') {
        address.searchParams.set('rest_route', path)
      } else {
        address.pathname = `${url.pathname.replace(/\/$/, '')}/${path.replace(/^\//, '')}`
      }
      for (const [name, value] of Object.entries(query)) address.searchParams.set(name, String(value))
      return address
    },
  }
}

/** Where a root may be when a site does not say, below its home page; in the order of how common they are. */
export function guessRoots(home: URL): URL[] {
  return ['wp-json/', '?rest_route=/', 'index.php?rest_route=/'].map((path) => new URL(path, folderOf(home)))
}

/** The same root for sites whose web server refuses methods on `/?rest_route=` but takes them on the script itself. */
export function viaIndexPhp(root: ApiRoot): ApiRoot {
  const url = new URL(root.url)
  if (root.style === 'query' && url.pathname.endsWith('/')) url.pathname += 'index.php'
  return createApiRoot(url)
}

function folderOf(url: URL): URL {
  const folder = new URL(url)
  folder.search = ''
  folder.hash = ''
  if (!folder.pathname.endsWith('/'))
    folder.pathname = folder.pathname.replace(/[^/]*$/, /\.\w{2,5}$/.test(folder.pathname) ? '' : '$&/')
  return folder
}
