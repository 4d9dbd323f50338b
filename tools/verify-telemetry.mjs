// `npm run verify:telemetry`: starts a platform, sends real traffic, and checks that traces, metrics and logs arrive.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('./verify-telemetry/main.ts');
