import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

/**
 * `npx vite apps/console-web` serves the page with hot reload beside a running platform. The host stays the page's own:
 * the console lets only its own page change anything.
 */
const CONSOLE = {
  target: 'http://127.0.0.1:3000',
  // The page's own host: to the console a change from another one is a foreign site's.
  changeOrigin: false,
};

export default defineConfig({
  plugins: [react(), precompress()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false } },
  resolve: { conditions: ['@waybill/source', 'module', 'browser', 'development|production'] },
  server: { proxy: { '/api': CONSOLE, '/services': CONSOLE, '/v1': CONSOLE } },
});
