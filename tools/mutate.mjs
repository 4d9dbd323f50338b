// Takes mechanisms of the library out, one at a time, and shows which test notices.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('./faults/mutate/main.ts');
