// `npm run curves`: measures what an event costs as one thing grows, and writes docs/growth.md with its plot.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('../bench/curves.ts');
