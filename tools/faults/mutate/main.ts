// A test of the tests: takes mechanisms of the library out, one at a time, and shows which test notices.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mutations } from '../mutations/all.ts';
import { readArguments } from './arguments.ts';
import { inTurn } from './in-turn.ts';
import { MutatedWorkspace } from './mutated-workspace.ts';
import { isComplete } from './outcome.ts';
import { SharedServers } from './shared-servers.ts';
import { proofsOf, requireSound } from './sound-proofs.ts';
import { lineOf, pageOf, rowsIn, rowsOf } from './table.ts';
import { tryMutation } from './try-mutation.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

const { chosen, jobs, json, page } = readArguments(process.argv.slice(2));
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
const say = (line: string) => process.stderr.write(`${line}\n`);

using copies = new DisposableStack();
const workspaces = Array.from({ length: jobs }, () => copies.use(new MutatedWorkspace(ROOT, stop.signal)));
await using servers = await SharedServers.start();
const proofs = proofsOf(chosen);
say(`${proofs.length} spec files with nothing taken out`);
await inTurn(proofs, workspaces, (proof, { folder }) => requireSound(folder, proof, stop.signal));
const outcomes = await inTurn(chosen, workspaces, async (mutation, workspace) => {
  const outcome = await tryMutation(workspace, mutation, stop.signal);
  say(lineOf(outcome));
  return outcome;
});
const rows = rowsOf(outcomes);
const text = pageOf(mutations, rows, servers.setUp);
if (page) {
  const file = resolve(ROOT, page);
  const all = new Map([...rowsIn(readFileSync(file, 'utf8')), ...rows]);
  writeFileSync(file, pageOf(mutations, all, servers.setUp));
}
console.log(json ? JSON.stringify(outcomes, null, 2) : text);
process.exitCode = isComplete(outcomes) ? 0 : 1;
