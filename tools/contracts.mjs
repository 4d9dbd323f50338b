// `npm run contracts`: writes libs/contracts/snapshots; `npm test` checks that somebody did. A snapshot of a published
// version is never overwritten by a change that would break it: docs/event-versions.md.
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
const { writeSnapshots } = await import('./contracts/write-snapshots.ts');
const faults = await writeSnapshots(console.log);
for (const fault of faults) console.error(`refused: ${fault}`);
if (faults.length === 0) console.log('every published version is as its snapshot says');
process.exitCode = faults.length > 0 ? 1 : 0;
