import { meetsAim, resultOf, type Comparison } from '../comparison.ts';

const ROW = 34;
const LEFT = 220;
const PLOT = 460;
const TOP = 34;
const COLOURS = { met: '#1a7f6b', missed: '#b4541f', aim: '#3c4450', text: '#3c4450', baseline: '#c4cad2' };

/** Bars of the ratios, the baseline being 1, with their spread over the rounds and a mark at the aim; one scale for all. */
export function ratioPlot(comparisons: readonly Comparison[]): string {
  const results = comparisons.map(resultOf);
  const largest = Math.max(
    1,
    ...comparisons.map(({ aim }) => aim),
    ...results.map(({ spread }) => spread[1]),
  );
  const x = (ratio: number) => round(LEFT + (ratio / largest) * PLOT);
  const rows = comparisons.map((comparison, i) => {
    const { ratio, spread } = results[i]!;
    const y = TOP + i * ROW;
    const colour = meetsAim(comparison, ratio) ? COLOURS.met : COLOURS.missed;
    return [
      `<text x="${LEFT - 10}" y="${y + 15}" text-anchor="end">${escape(comparison.name)}</text>`,
      `<rect x="${LEFT}" y="${y + 3}" width="${round(x(ratio) - LEFT)}" height="16" fill="${colour}"/>`,
      `<path d="M${x(spread[0])} ${y + 11}H${x(spread[1])}" stroke="${COLOURS.text}" stroke-width="2"/>`,
      `<path d="M${x(comparison.aim)} ${y}V${y + 22}" stroke="${COLOURS.aim}" stroke-dasharray="3 2"/>`,
      `<text x="${LEFT + PLOT + 10}" y="${y + 15}">${ratio.toFixed(2)}</text>`,
    ].join('');
  });
  const height = TOP + comparisons.length * ROW + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + PLOT + 60} ${height}" font-family="sans-serif" font-size="13" fill="${COLOURS.text}" role="img" aria-label="Ratios to the baselines">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${x(1)}" y="20" text-anchor="middle">baseline</text>`,
    `<path d="M${x(1)} 26V${height - 8}" stroke="${COLOURS.baseline}"/>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
