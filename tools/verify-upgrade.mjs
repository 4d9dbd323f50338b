// `npm run verify:upgrade`: an earlier version of the messaging library and this one, side by side on one database under load.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('./verify-upgrade/main.ts');
