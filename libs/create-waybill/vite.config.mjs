import { defineConfig } from 'vite';

// One file with all that it imports: npm has nothing else to fetch before the first question. It runs on Node 20.
export default defineConfig({
  build: { ssr: 'src/main.ts', target: 'node20', minify: false, sourcemap: false },
  ssr: { noExternal: true },
});
