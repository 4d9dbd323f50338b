import type { Mutation } from '../mutations/mutation.ts';
import type { MutatedWorkspace } from './mutated-workspace.ts';
import type { Outcome } from './outcome.ts';
import { runSpec } from './run-spec.ts';

type Verdict = Outcome extends infer Each
  ? Each extends Outcome
    ? Omit<Each, 'mutation' | 'seconds'>
    : never
  : never;

/** Takes the mechanism out and runs its tests, until one fails. */
export async function tryMutation(
  workspace: MutatedWorkspace,
  mutation: Mutation,
  signal: AbortSignal,
): Promise<Outcome> {
  const started = performance.now();
  const verdict = await workspace.without(mutation, () => verdictOn(workspace, mutation, signal));
  const seconds = (performance.now() - started) / 1_000;
  return { mutation, seconds, ...(verdict ?? { kind: 'unapplied' }) } as Outcome;
}

async function verdictOn(
  { folder }: MutatedWorkspace,
  { provenBy }: Mutation,
  signal: AbortSignal,
): Promise<Verdict> {
  for (const by of provenBy) {
    const result = await runSpec(folder, by.spec, by.test === undefined ? [] : [by.test], signal);
    if (result.kind === 'failed') return { kind: 'caught', by, test: result.test, message: result.message };
    if (result.kind === 'not-run') return { kind: 'invalid', by, message: result.message };
  }
  return { kind: 'survived' };
}
