import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm run web` finds a hub. */
const hub = process.env.PRESSROOM_URL ?? 'http://127.0.0.1:8730'
const toHub = { target: hub, changeOrigin: true }

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The server writes a fresh one into each page that it sends; see src/server/web/.
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: resolve(import.meta.dirname, '../dist/web'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What the first page may weigh is measured compressed, by test/web/weight.test.ts.
    chunkSizeWarningLimit: 2000,
    license: { fileName: 'licenses.md' },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      // Not all of /api: our own folder of that name is served from there in development.
      '^/api/(?:v1|rpc|auth|docs)(?:/|$)': toHub,
      '/readyz': toHub,
      '/login': toHub,
      '/logout': toHub,
      '/setup': toHub,
      '/invitation': toHub,
      '/connect/return': toHub,
      '/assets/pressroom.css': toHub,
    },
  },
})
