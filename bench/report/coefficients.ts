import { Figure } from '@waybill/cli/capacity';
import { z } from 'zod';

/**
 * `libs/cli/src/capacity/measured.ts`, which `waybill capacity` and its page reckon with: the benchmark's JSON without the
 * peers.
 *
 * @param figures as `asJson` writes them
 * @param before those that stay, with their set-up, unless they were measured again
 */
export function coefficientsModule(figures: string, before: readonly Figure[]): string {
  const now = z.array(Figure).parse(JSON.parse(figures));
  const byName = new Map([...before, ...now].map((figure) => [figure.name, figure]));
  const own = [...byName.values()].filter(({ name }) => !name.startsWith('peer:'));
  return `// Written by \`npm run bench -- all --write\`. Do not edit.
import type { Figure } from './coefficients.js';

/** The figures of the benchmark, without the peers, and what they were measured on. */
export const measured: readonly Figure[] = ${JSON.stringify(own, null, 2)};
`;
}
