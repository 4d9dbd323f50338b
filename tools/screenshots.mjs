// `npm run screenshots`: every page of a running platform's console as PNG files.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
const { takeScreenshots } = await import('./screenshots/main.ts');
process.exitCode = await takeScreenshots(process.argv.slice(2));
