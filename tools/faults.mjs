// `npm run faults -- --minutes M --seed N`: strikes faults at a platform of its own, and checks that nothing was lost.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('./faults/main.ts');
