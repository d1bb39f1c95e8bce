import { plain } from '../../shared/remote-text.tsx'
import { account } from '../../texts/en/account.ts'

// In this order: browsers name others that they want to be taken for.
const browsers = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\//, 'Firefox'],
  [/(?:Headless)?Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const systems = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
] as const

/** "Firefox on macOS", as far as what the browser calls itself says it. */
export function nameBrowser(userAgent: string | null): string {
  if (userAgent === null) return account.unknownBrowser
  const browser = browsers.find(([sign]) => sign.test(userAgent))?.[1]
  const system = systems.find(([sign]) => sign.test(userAgent))?.[1]
  if (browser === undefined) return plain(userAgent, 60)
  return system === undefined ? browser : account.on(browser, system)
}
