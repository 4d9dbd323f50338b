// A test of the tests: takes mechanisms of the library out, one at a time, and shows which test notices.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readArguments } from './arguments.ts';
import { MutatedWorkspace } from './mutated-workspace.ts';
import { isComplete, type Outcome } from './outcome.ts';
import { requireSoundProofs } from './require-sound-proofs.ts';
import { SharedServers } from './shared-servers.ts';
import { lineOf, pageOf } from './table.ts';
import { tryMutation } from './try-mutation.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

const { chosen, json, page } = readArguments(process.argv.slice(2));
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

using workspace = new MutatedWorkspace(ROOT, stop.signal);
await using servers = await SharedServers.start();
await requireSoundProofs(workspace.folder, chosen, stop.signal);
const outcomes: Outcome[] = [];
for (const mutation of chosen) {
  const outcome = await tryMutation(workspace, mutation, stop.signal);
  outcomes.push(outcome);
  process.stderr.write(`${lineOf(outcome)}\n`);
}
const text = pageOf(outcomes, servers.setUp);
if (page) writeFileSync(resolve(ROOT, page), text);
console.log(json ? JSON.stringify(outcomes, null, 2) : text);
process.exitCode = isComplete(outcomes) ? 0 : 1;
