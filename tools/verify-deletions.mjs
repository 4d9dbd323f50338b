// `npm run verify:deletions -- [part…]`: deletes parts of this workspace in copies of it, and runs the tests there.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady({ build: false });
await import('./delete/verify.ts');
