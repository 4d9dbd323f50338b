// `npm run verify:import -- <file.csv[.gz]>`: compares the figures of a running platform with the CSV's totals.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('./verify/main.ts');
