import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './page.css'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { pageNonce } from './nonce.ts'
import { keepFocus } from './shared/keep-focus.ts'

// For the style element of whatever locks scrolling behind a dialog.
setNonce(pageNonce())
keepFocus()

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no place for the app')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
