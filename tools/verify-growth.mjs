// `npm run verify:growth`: lets many retentions' worth of events pass through outbox and inbox, and shows that nothing grows.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('../bench/growth.ts');
