// `node repeat.main.js`: repeats the runs that it reads from standard input and prints what they make, both as JSON. The
// command line of another version calls this, so both shapes only grow.
import { json } from 'node:stream/consumers';
import { repeatRuns, type Repetition } from './repeat-runs.ts';

process.stdout.write(JSON.stringify(await repeatRuns((await json(process.stdin)) as Repetition)));
