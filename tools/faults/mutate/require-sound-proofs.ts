import type { Mutation } from '../mutations/mutation.ts';
import { runSpec } from './run-spec.ts';

/**
 * A test that fails with every mechanism in place proves nothing without one.
 *
 * @throws Error names the spec file, with what failed
 */
export async function requireSoundProofs(
  folder: string,
  mutations: readonly Mutation[],
  signal: AbortSignal,
): Promise<void> {
  for (const [spec, titles] of titlesBySpec(mutations)) {
    const result = await runSpec(folder, spec, titles, signal);
    if (result.kind === 'passed') continue;
    throw new Error(`${spec} does not pass with nothing taken out:\n${result.message}`);
  }
}

/** Of every spec file the titles that count, or none if all of them do. */
export function titlesBySpec(mutations: readonly Mutation[]): Map<string, string[]> {
  const proofs = Map.groupBy(
    mutations.flatMap(({ provenBy }) => provenBy),
    ({ spec }) => spec,
  );
  return new Map(
    Array.from(proofs, ([spec, of]) => {
      const titles = of.flatMap(({ test }) => test ?? []);
      return [spec, titles.length < of.length ? [] : [...new Set(titles)]];
    }),
  );
}
