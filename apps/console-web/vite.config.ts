import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { licences } from './licences.ts';
import { precompress } from './precompress.ts';

/**
 * `npx vite apps/console-web` serves the page with hot reload beside a running platform. The host stays the page's own,
 * as the console accepts changes only from its own page.
 */
const CONSOLE = { target: 'http://127.0.0.1:3000', changeOrigin: false };

export default defineConfig({
  plugins: [react(), precompress(), licences()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false } },
  resolve: { conditions: ['@waybill/source', 'module', 'browser', 'development|production'] },
  server: { proxy: { '/api': CONSOLE, '/services': CONSOLE, '/v1': CONSOLE } },
});
