// `npm run faults -- --minutes M --seed N`: strikes faults at a platform of its own, and checks that nothing was lost.
// `npm run faults -- --mutate [name…]`: takes mechanisms of the library out, one at a time, and shows which test notices.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';
import process from 'node:process';

await ensureReady();
await import(process.argv.includes('--mutate') ? './faults/mutate/main.ts' : './faults/main.ts');
