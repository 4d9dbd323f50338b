/** A stretch of time, in milliseconds after the trace began. */
export interface Stretch {
  fromMs: number;
  toMs: number;
}

/** A stretch that is drawn shorter than the others. */
interface Break extends Stretch {
  fromX: number;
  toX: number;
}

export interface Tick {
  x: number;
  ms: number;
  /** Milliseconds between the ticks of its segment, for the digits of its label. */
  stepMs: number;
  /** Where its segment began. */
  segmentMs: number;
}

/**
 * From time to pixels and back. Piecewise linear and strictly increasing, so that `ms(x(t))` is `t`; outside the domain
 * the first and the last piece continue.
 */
export interface TimeScale {
  domain: Stretch;
  width: number;
  breaks: readonly Break[];
  x: (ms: number) => number;
  ms: (x: number) => number;
  ticks: () => Tick[];
}

interface Piece extends Stretch {
  fromX: number;
  toX: number;
  broken: boolean;
}

const BREAK_WIDTH = 76;
/** All breaks together take at most this share of the width. */
const BREAK_SHARE = 0.5;
const TICK_SPACING = 88;

/**
 * @param domain what is shown
 * @param width in pixels
 * @param idle stretches to shorten, in order and without overlap; none for a linear scale
 */
export function timeScale(domain: Stretch, width: number, idle: readonly Stretch[] = []): TimeScale {
  const whole = domain.toMs > domain.fromMs ? domain : { fromMs: domain.fromMs, toMs: domain.fromMs + 1 };
  const pieces = layOut(whole, Math.max(width, 1), worthBreaking(whole, Math.max(width, 1), idle));
  return {
    domain: whole,
    width,
    breaks: pieces
      .filter(({ broken }) => broken)
      .map(({ fromMs, toMs, fromX, toX }) => ({ fromMs, toMs, fromX, toX })),
    x: (ms) => {
      const piece = pieces.find((each) => ms <= each.toMs) ?? pieces.at(-1)!;
      return piece.fromX + ((ms - piece.fromMs) / (piece.toMs - piece.fromMs)) * (piece.toX - piece.fromX);
    },
    ms: (x) => {
      const piece = pieces.find((each) => x <= each.toX) ?? pieces.at(-1)!;
      return piece.fromMs + ((x - piece.fromX) / (piece.toX - piece.fromX)) * (piece.toMs - piece.fromMs);
    },
    ticks: () => pieces.filter(({ broken }) => !broken).flatMap(ticksOf),
  };
}

/** The idle stretches within the domain that a break makes shorter. */
function worthBreaking(domain: Stretch, width: number, idle: readonly Stretch[]): Stretch[] {
  let kept = idle
    .map(({ fromMs, toMs }) => ({
      fromMs: Math.max(fromMs, domain.fromMs),
      toMs: Math.min(toMs, domain.toMs),
    }))
    .filter(({ fromMs, toMs }) => toMs > fromMs);
  // Without one of them the others have less room, so that another may no longer be worth it.
  for (;;) {
    const rate = pixelsPerMs(domain, width, kept);
    const worth = kept.filter(({ fromMs, toMs }) => (toMs - fromMs) * rate > breakWidth(width, kept.length));
    if (worth.length === kept.length) return kept;
    kept = worth;
  }
}

function breakWidth(width: number, count: number): number {
  return Math.min(BREAK_WIDTH, (width * BREAK_SHARE) / Math.max(count, 1));
}

function pixelsPerMs(domain: Stretch, width: number, breaks: readonly Stretch[]): number {
  const active =
    domain.toMs - domain.fromMs - breaks.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  return active <= 0 ? Infinity : (width - breaks.length * breakWidth(width, breaks.length)) / active;
}

function layOut(domain: Stretch, width: number, breaks: readonly Stretch[]): Piece[] {
  const rate = pixelsPerMs(domain, width, breaks);
  if (breaks.length === 0 || rate === Infinity) return [{ ...domain, fromX: 0, toX: width, broken: false }];
  const pieces: Piece[] = [];
  let at = { ms: domain.fromMs, x: 0 };
  const add = (toMs: number, wide: number, broken: boolean) => {
    if (toMs <= at.ms) return;
    pieces.push({ fromMs: at.ms, toMs, fromX: at.x, toX: at.x + wide, broken });
    at = { ms: toMs, x: at.x + wide };
  };
  for (const { fromMs, toMs } of breaks) {
    add(fromMs, (fromMs - at.ms) * rate, false);
    add(toMs, breakWidth(width, breaks.length), true);
  }
  add(domain.toMs, (domain.toMs - at.ms) * rate, false);
  return pieces;
}

function ticksOf({ fromMs, toMs, fromX, toX }: Piece): Tick[] {
  const rate = (toX - fromX) / (toMs - fromMs);
  const stepMs = roundStep(TICK_SPACING / rate);
  const ticks: Tick[] = [];
  for (let n = Math.ceil(fromMs / stepMs); n * stepMs <= toMs; n += 1) {
    const ms = n * stepMs;
    ticks.push({ ms, x: fromX + (ms - fromMs) * rate, stepMs, segmentMs: fromMs });
  }
  return ticks;
}

/** 1, 2 or 5 times a power of ten; whole tens, quarters and halves of minutes and hours above a second. */
function roundStep(atLeast: number): number {
  const coarse = [2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400].map(
    (s) => s * 1000,
  );
  if (atLeast > 1000)
    return coarse.find((step) => step >= atLeast) ?? Math.ceil(atLeast / 86_400_000) * 86_400_000;
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= atLeast * 0.999) ?? 10 * power;
}
