// `npm test`: everything that must hold, from a fresh clone. Each step runs even if an earlier one failed; the last line
// has the totals, and the exit status says whether anything failed.
import { runTests } from './run-tests.js';

process.exitCode = await runTests(process.argv.slice(2));
