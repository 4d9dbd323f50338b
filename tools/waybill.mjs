// `npm run waybill -- <command>`: makes sure that the pinned Node runs this and that everything is installed
// and built, then starts the CLI. Plain JavaScript, because the machine's own Node may be older.
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
await import('./cli/main.ts');
