import type { Mutation } from '../mutations/mutation.ts';
import { runSpec } from './run-spec.ts';

/** A busy machine may make a test fail. */
const ATTEMPTS = 2;

/** The tests of one spec file that count; all if none is named. */
export interface SpecTitles {
  readonly spec: string;
  readonly titles: readonly string[];
}

/**
 * A test that fails with every mechanism in place proves nothing without one.
 *
 * @throws Error names the spec file, with what failed
 */
export async function requireSound(
  folder: string,
  { spec, titles }: SpecTitles,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const result = await runSpec(folder, spec, titles, signal);
    if (result.kind === 'passed') return;
    if (attempt < ATTEMPTS) continue;
    throw new Error(`${spec} does not pass with nothing taken out:\n${result.message}`);
  }
}

/** What the mutations are proven by, each file once. */
export function proofsOf(mutations: readonly Mutation[]): SpecTitles[] {
  const proofs = Map.groupBy(
    mutations.flatMap(({ provenBy }) => provenBy),
    ({ spec }) => spec,
  );
  return Array.from(proofs, ([spec, of]) => {
    const titles = of.flatMap(({ test }) => test ?? []);
    return { spec, titles: titles.length < of.length ? [] : [...new Set(titles)] };
  });
}
