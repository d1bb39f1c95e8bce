import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorSchemeManager,
  type MantineColorsTuple,
} from '@mantine/core'

/** The green of the name, from paper to ink. */
const press: MantineColorsTuple = [
  '#e6f7f2',
  '#cdece3',
  '#9cd9c7',
  '#68c5aa',
  '#3fb492',
  '#249f7d',
  '#0f7a62',
  '#0b5d4e',
  '#084a3f',
  '#05342c',
]

const sans =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif, "Apple Color Emoji", "Noto Color Emoji"'

/** How everything looks. Kept near to the pages that need no script (`src/server/pages/style.ts`). */
export const theme = createTheme({
  primaryColor: 'press',
  // White reads well on both; Mantine finds the contrast of one shade alone.
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { press },
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontFamily: 'Georgia, "Times New Roman", serif', fontWeight: '600', textWrap: 'balance' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    // A menu may hold items alone.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // Within a dialog, a header would be a second banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    ModalTitle: { defaultProps: { fw: 600, fz: 'lg' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    Anchor: { defaultProps: { underline: 'hover' } },
  },
})

/** Mantine's own soft and coloured texts are too faint for WCAG AA on our light paper. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfaf8',
    '--mantine-color-text': '#1c1b1a',
    '--mantine-color-dimmed': '#57534e',
    '--mantine-color-placeholder': '#6b6660',
    '--mantine-color-error': '#a3241b',
    '--mantine-color-anchor': '#0b5d4e',
    '--mantine-color-red-filled': '#c92a2a',
    '--mantine-color-red-filled-hover': '#b02525',
    '--mantine-color-red-outline': '#c92a2a',
    '--mantine-color-red-text': '#c92a2a',
    '--mantine-color-red-light-color': '#9c1c1c',
    '--mantine-color-green-text': '#206b30',
    '--mantine-color-green-light-color': '#1b5e2a',
    '--mantine-color-yellow-text': '#7a4a00',
    '--mantine-color-yellow-light-color': '#6b4000',
    '--mantine-color-orange-text': '#8f3d00',
    '--mantine-color-orange-light-color': '#8a3a00',
    '--mantine-color-blue-text': '#1864ab',
    '--mantine-color-blue-light-color': '#164d86',
    '--mantine-color-gray-text': '#495057',
    '--mantine-color-gray-light-color': '#3d4349',
    '--press-card': '#ffffff',
    '--press-line': '#dedad4',
  },
  dark: {
    '--mantine-color-body': '#161514',
    '--mantine-color-text': '#efece7',
    '--mantine-color-dimmed': '#aaa59d',
    '--mantine-color-placeholder': '#9a958d',
    '--mantine-color-error': '#ff9a90',
    '--mantine-color-anchor': '#5fd0b5',
    '--mantine-color-press-light': 'rgba(63, 180, 146, 0.16)',
    '--mantine-color-press-light-hover': 'rgba(63, 180, 146, 0.24)',
    '--mantine-color-press-light-color': '#8fe0cb',
    '--press-card': '#1f1e1c',
    '--press-line': '#3a3835',
  },
})

const themeKey = 'pressroom.theme'
const year = 365 * 24 * 3600_000

/** Keeps the choice for this browser, and tells it to the pages that need no script by a cookie. */
export const themeKeeper: MantineColorSchemeManager = {
  get: (fallback) => {
    const kept = read()
    return kept === 'light' || kept === 'dark' || kept === 'auto' ? kept : fallback
  },
  set: (value) => {
    try {
      localStorage.setItem(themeKey, value)
    } catch {
      // A browser that keeps nothing shows this theme until the page is left.
    }
    // Missing on addresses without https: the way in then looks as the system does.
    if ('cookieStore' in globalThis) void remember(value)
  },
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
}

function read(): string | null {
  try {
    return localStorage.getItem(themeKey)
  } catch {
    return null
  }
}

async function remember(value: string): Promise<void> {
  if (value === 'auto') await cookieStore.delete(themeKey)
  else await cookieStore.set({ name: themeKey, value, sameSite: 'lax', expires: Date.now() + year })
}
