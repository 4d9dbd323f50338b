// `npm run verify:telemetry`: starts a platform, drives real traffic, and asserts that trace, metric and log arrived.
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
await import('./verify-telemetry/main.ts');
