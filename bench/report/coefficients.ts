import { Figure, figuresRead, measured } from '@waybill/cli/capacity';
import { z } from 'zod';

/**
 * `libs/cli/src/capacity/measured.ts`, which `waybill capacity` reckons with: of the benchmark's JSON the figures that the
 * model reads. Those that were not measured this time stay as they are, with the set-up that they were measured on.
 *
 * @param figures as `asJson` writes them
 */
export function coefficientsModule(figures: string, before: readonly Figure[] = measured): string {
  const now = new Map(
    z
      .array(Figure)
      .parse(JSON.parse(figures))
      .map((figure) => [figure.name, figure]),
  );
  const kept = new Map(before.map((figure) => [figure.name, figure]));
  const read = figuresRead.flatMap((name) => now.get(name) ?? kept.get(name) ?? []);
  return `// Written by \`npm run bench -- all --write\`. Do not edit.
import type { Figure } from './coefficients.js';

/** The figures of the benchmark that \`waybill capacity\` reads, and what they were measured on. */
export const measured: readonly Figure[] = ${JSON.stringify(read, null, 2)};
`;
}
