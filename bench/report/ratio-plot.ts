import { meetsAim, resultOf, type Comparison } from '../comparison.ts';

const ROW = 34;
const LEFT = 240;
const PLOT = 460;
const TOP = 34;
const COLOURS = { met: '#1a7f6b', missed: '#b4541f', aim: '#3c4450', text: '#3c4450', grid: '#e3e6ea' };

/**
 * Bars from the baseline, which is 1, to the ratios, with their spread over the rounds and a mark at the aim. The scale is
 * logarithmic: half as much and twice as much are equally far from the baseline.
 */
export function ratioPlot(comparisons: readonly Comparison[]): string {
  const results = comparisons.map(resultOf);
  const shown = comparisons.flatMap(({ aim }, i) => [aim, ...results[i]!.spread]);
  const from = Math.floor(Math.log10(Math.min(0.5, ...shown)));
  const to = Math.ceil(Math.log10(Math.max(2, ...shown)));
  const x = (ratio: number) => round(LEFT + ((Math.log10(ratio) - from) / (to - from)) * PLOT);
  const height = TOP + comparisons.length * ROW + 8;
  const decades = Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i)).map((ratio) =>
    [
      `<text x="${x(ratio)}" y="20" text-anchor="middle">${ratio === 1 ? 'baseline' : label(ratio)}</text>`,
      `<path d="M${x(ratio)} 26V${height - 8}" stroke="${ratio === 1 ? COLOURS.text : COLOURS.grid}"/>`,
    ].join(''),
  );
  const rows = comparisons.map((comparison, i) => {
    const { ratio, spread } = results[i]!;
    const y = TOP + i * ROW;
    const colour = meetsAim(comparison, ratio) ? COLOURS.met : COLOURS.missed;
    const [start, end] = [x(Math.min(1, ratio)), x(Math.max(1, ratio))];
    return [
      `<text x="${LEFT - 10}" y="${y + 15}" text-anchor="end">${escape(comparison.name)}</text>`,
      `<rect x="${start}" y="${y + 3}" width="${round(end - start)}" height="16" fill="${colour}"/>`,
      `<path d="M${x(spread[0])} ${y + 11}H${x(spread[1])}" stroke="${COLOURS.text}" stroke-width="2"/>`,
      `<path d="M${x(comparison.aim)} ${y}V${y + 22}" stroke="${COLOURS.aim}" stroke-dasharray="3 2"/>`,
      `<text x="${LEFT + PLOT + 10}" y="${y + 15}">${label(ratio)}</text>`,
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + PLOT + 70} ${height}" font-family="sans-serif" font-size="13" fill="${COLOURS.text}" role="img" aria-label="Ratios to the baselines">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...decades,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

function label(ratio: number): string {
  return ratio.toLocaleString('en', { maximumSignificantDigits: ratio < 10 ? 2 : 4 });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
