// `npm start`: everything from a bare clone to a running platform. Flags are read before anything else is done.
import { ensureReady } from './bootstrap.mjs';
import { readFlags } from './start/flags.mjs';
import { step } from './start/step.mjs';

readFlags(process.argv.slice(2));
await ensureReady({ show: step });
await import('./start/main.ts');
