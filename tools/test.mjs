// `npm test`: everything that must hold, from a bare clone. Each step runs even where one before it
// failed; the last line adds up, and says by the exit status whether anything failed.
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
const { runTests } = await import('./test/run-tests.mjs');
process.exitCode = await runTests(process.argv.slice(2));
