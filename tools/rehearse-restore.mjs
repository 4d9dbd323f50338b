// `npm run rehearse:restore`: backs a running platform up, loses it, and restores Postgres and JetStream of different times.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('./rehearse-restore/main.ts');
