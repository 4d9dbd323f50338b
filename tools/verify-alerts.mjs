// `npm run verify:alerts`: strikes a fault for each alert, and waits until a real Prometheus fires it.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('./verify-alerts/main.ts');
