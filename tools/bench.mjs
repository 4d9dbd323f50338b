// `npm run bench -- <name>`: measures, and prints the set-up beside the figures.
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
await import('../bench/main.ts');
