// `npm run secrets [-- <folder>]`: makes the secrets of deploy/compose.yaml that are missing.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('./deploy/secrets.ts');
