import type { Mutation, Proof } from '../mutations/mutation.ts';

/** What became of a mutation. */
export type Outcome = { readonly mutation: Mutation; readonly seconds: number } & (
  | { readonly kind: 'caught'; readonly by: Proof; readonly test: string; readonly message: string }
  /** No test failed: the mechanism is dead code, or its guarantee is not proven. */
  | { readonly kind: 'survived' }
  /** The text is no longer in the file. */
  | { readonly kind: 'unapplied' }
  /** A test could not run, which proves nothing. */
  | { readonly kind: 'invalid'; readonly by: Proof; readonly message: string }
);

/** Whether every mechanism is shown to matter. */
export function isComplete(outcomes: readonly Outcome[]): boolean {
  return outcomes.every(({ kind }) => kind === 'caught');
}
