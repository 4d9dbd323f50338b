// `npm run verify:import -- <file.csv[.gz]>`: compares the figures of a running platform with the CSV's totals.
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
await import('./verify/main.ts');
