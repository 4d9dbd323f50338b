// `npm run contracts`: writes libs/contracts/snapshots; `npm test` checks that they are up to date. A snapshot of a published
// version is never overwritten by a change that would break it: docs/event-versions.md.
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
const { writeSnapshots } = await import('./contracts/write-snapshots.ts');
const errors = await writeSnapshots(console.log);
for (const error of errors) console.error(`refused: ${error}`);
if (errors.length === 0) console.log('every published version is as its snapshot says');
process.exitCode = errors.length > 0 ? 1 : 0;
