// `npm run bench -- <name>`: measures, and prints the set-up beside the figures.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('../bench/main.ts');
