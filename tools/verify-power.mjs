// `npm run verify:power`: cuts the power of a broker's disk, and shows what was lost and what `outbox republish` brings back.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('./verify-power/main.ts');
