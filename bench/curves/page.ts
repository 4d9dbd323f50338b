import type { SetUp } from '../set-up.ts';
import { exponentOf, type Curve } from './curve.ts';
import type { Extent } from './measure.ts';

/** `docs/growth.md`, which `npm run curves` writes. */
export function growthPage(setUp: SetUp, extent: Extent, curves: readonly Curve[]): string {
  return `# Growth

<!-- Written by \`npm run curves\`. Do not edit. -->

What one event costs as one thing grows and everything else stays alike: real relay, broker, consumer and Postgres, the median of three rounds in turn. Read the slopes, not the heights. \`npm run curves\` measures on your machine in a few minutes and writes this page; with \`--quick\` a tenth of everything, with \`--long\` up to ten million waiting events and a million keys.

${Object.entries({ ...setUp, extent })
  .map(([what, is]) => `- ${what}: ${is}`)
  .join('\n')}

![Cost of an event](images/growth.svg)

| as it grows | from, to | microseconds an event | exponent | may be |
| --- | --- | --- | --- | --- |
${curves.map(row).join('\n')}

The exponent is the slope of a line through the points on logarithmic scales: 0 for a cost that stays the same, 1 for one in proportion. Payloads cost in proportion once they outweigh what an event costs anyway. More partitions make an event cheaper until the machine is busy. The command ends with status 1 if anything is steeper than it may be.

What grows with time and not with load is checked by \`npm run verify:growth\` ([ADR 58](adr/0058-the-outbox-is-cleaned-by-age-and-not-partitioned.md)).
`;
}

function row(curve: Curve): string {
  const { along, points, most } = curve;
  const [first, last] = [points[0]!, points.at(-1)!];
  const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 });
  const cells = [
    along,
    `${number(first.of)} to ${number(last.of)}`,
    points.map(({ micros }) => number(micros)).join(', '),
    exponentOf(curve).toFixed(2),
    `≤ ${most}`,
  ];
  return `| ${cells.join(' | ')} |`;
}
