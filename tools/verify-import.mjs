// `npm run verify:import -- <file.csv[.gz]>`: compares what a running stack answers with the CSV's own totals.
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
await import('./verify/main.ts');
