import type { Curve } from './curve.ts';

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM, GAP] = [300, 150, 56, 34, 40, 30];
const COLOURS = { line: '#1a7f6b', text: '#3c4450', grid: '#e3e6ea' };

/** One plot for each curve, on logarithmic scales of the same length: proportional is a line, and its slope can be compared. */
export function curvesPlot(curves: readonly Curve[]): string {
  const decades = Math.max(...curves.map(({ points }) => span(points.map(({ micros }) => micros)).decades));
  const columns = 2;
  const cell = { width: LEFT + WIDTH + GAP, height: TOP + HEIGHT + BOTTOM };
  const plots = curves.map((curve, i) => {
    const [x, y] = [(i % columns) * cell.width, Math.floor(i / columns) * cell.height];
    return `<g transform="translate(${x} ${y})">${plot(curve, decades)}</g>`;
  });
  const size = `${columns * cell.width} ${Math.ceil(curves.length / columns) * cell.height}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" font-family="sans-serif" font-size="12" fill="${COLOURS.text}" role="img" aria-label="Cost of an event as one thing grows">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...plots,
    '</svg>',
    '',
  ].join('\n');
}

function plot({ along, costs, points }: Curve, decades: number): string {
  const across = span(points.map(({ of }) => of));
  const up = span(points.map(({ micros }) => micros));
  const x = (of: number) => tenths(LEFT + ((Math.log10(of) - across.from) / across.decades) * WIDTH);
  const y = (micros: number) => tenths(TOP + HEIGHT - ((Math.log10(micros) - up.from) / decades) * HEIGHT);
  const rows = Array.from({ length: decades + 1 }, (_, i) => 10 ** (up.from + i)).map(
    (micros) =>
      `<path d="M${LEFT} ${y(micros)}H${LEFT + WIDTH}" stroke="${COLOURS.grid}"/>` +
      `<text x="${LEFT - 6}" y="${y(micros) + 4}" text-anchor="end">${micros.toLocaleString('en')}</text>`,
  );
  const marks = points.map(
    ({ of, micros }) =>
      `<circle cx="${x(of)}" cy="${y(micros)}" r="3" fill="${COLOURS.line}"/>` +
      `<text x="${x(of)}" y="${y(micros) - 8}" text-anchor="middle">${Number(micros.toPrecision(2)).toLocaleString('en')}</text>` +
      `<text x="${x(of)}" y="${TOP + HEIGHT + 16}" text-anchor="middle">${of.toLocaleString('en')}</text>`,
  );
  const line = points.map(({ of, micros }) => `${x(of)} ${y(micros)}`).join('L');
  return [
    `<text x="${LEFT}" y="14" font-weight="bold">${costs}</text>`,
    ...rows,
    `<path d="M${line}" fill="none" stroke="${COLOURS.line}" stroke-width="2"/>`,
    ...marks,
    `<text x="${LEFT + WIDTH / 2}" y="${TOP + HEIGHT + 32}" text-anchor="middle">${along}</text>`,
  ].join('');
}

/** Whole decades around the values. */
function span(values: readonly number[]): { from: number; decades: number } {
  const from = Math.floor(Math.log10(Math.min(...values)));
  return { from, decades: Math.max(1, Math.ceil(Math.log10(Math.max(...values))) - from) };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
