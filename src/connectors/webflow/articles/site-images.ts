import {
  type Asset,
  type AssetFile,
  deleteAsset,
  findAsset,
  hashInName,
  listAssets,
  uploadAsset,
} from '../../../webflow/assets.ts'
import type { Call } from '../../action.ts'
import type { OpenWebflow } from '../open-site.ts'

/** The files of a site, found by the hash of their bytes. */
export interface ImageShelf {
  /** @param anew an upload may have landed a moment ago: all files are listed again */
  find(hash: string, anew: boolean): Promise<Asset | null>
  /** Two requests, one of them to Webflow's storage. */
  upload(file: AssetFile, call?: Call): Promise<Asset>
  remove(asset: string): Promise<void>
}

export function openImageShelf({ client, facts: { site } }: OpenWebflow): ImageShelf {
  /** Listed once while the site is open: Webflow can only list all files, a hundred a request. */
  let listed: Promise<Asset[]> | null = null
  return {
    async find(hash, anew) {
      if (anew) return findAsset(client, site.id, hash)
      listed ??= Array.fromAsync(listAssets(client, site.id)).catch((error: unknown) => {
        listed = null
        throw error
      })
      return (await listed).find(({ name }) => hashInName(name, hash)) ?? null
    },
    upload: (file, call) => uploadAsset(client, site.id, file, call),
    remove: (asset) => deleteAsset(client, asset),
  }
}
