// `node repeat.main.js`: repeats the runs given on standard input, `{ "runs": […], "workspace": "…" }`, and prints what they
// make, `{ "files": {…}, "skipped": […] }`. Another version's command line calls this, so both shapes stay as they are.
import { json } from 'node:stream/consumers';
import { repeatRuns } from './repeat-runs.ts';
import type { Run } from './run-record.ts';

const { runs, workspace } = (await json(process.stdin)) as { runs: Run[]; workspace: string };
process.stdout.write(JSON.stringify(await repeatRuns(runs, workspace)));
