import type { Lane, Sequence, Step } from './sequence.ts';

export interface PlacedLane {
  lane: Lane;
  x: number;
}

export interface PlacedStep {
  step: Step;
  /** Of the arrow. */
  y: number;
  fromX: number;
  toX: number;
  /** The handling that the arrow starts, down to the last step within it. */
  bar?: { y: number; height: number };
  /** A long time without any step before this one, milliseconds. Drawn at `y`. */
  pause?: { y: number; ms: number };
}

interface Layout {
  width: number;
  height: number;
  lanes: PlacedLane[];
  steps: PlacedStep[];
}

/** Left of the lanes, for the times. */
export const GUTTER = 84;
const NARROWEST_LANE = 104;
const WIDEST_LANE = 260;
const FIRST_ROW = 34;
const ROW = 50;
const PAUSE_ROW = 30;
const BAR = 14;
const LONG_PAUSE_MS = 1_000;

/** @param width the space there is; the diagram is wider if its lanes do not fit */
export function layOut({ lanes, steps }: Sequence, width: number): Layout {
  const lane = Math.min(WIDEST_LANE, Math.max(NARROWEST_LANE, (width - GUTTER) / Math.max(1, lanes.length)));
  const xOf = new Map(lanes.map(({ id }, index) => [id, Math.round(GUTTER + lane * (index + 0.5))]));
  const placed: PlacedStep[] = [];
  let y = FIRST_ROW;
  let ended = steps[0]?.at;
  for (const step of steps) {
    const ms = step.at === undefined || ended === undefined ? 0 : step.at - ended;
    const pause = ms > LONG_PAUSE_MS ? { y: y - 6, ms } : undefined;
    if (pause) y += PAUSE_ROW;
    placed.push({ step, y, fromX: xOf.get(step.from)!, toX: xOf.get(step.to)!, ...(pause && { pause }) });
    y += ROW;
    ended = endOf(step, ended);
  }
  return {
    width: Math.round(GUTTER + lane * lanes.length),
    height: y,
    lanes: lanes.map((each) => ({ lane: each, x: xOf.get(each.id)! })),
    steps: placed.map((each) => withBar(each, placed)),
  };
}

/** A wait has its own row, so the pause after it counts from its end. */
function endOf({ at, from, to, durationMs = 0 }: Step, before: number | undefined): number | undefined {
  if (at === undefined) return before;
  return from === to ? at + durationMs : at;
}

function withBar(placed: PlacedStep, all: readonly PlacedStep[]): PlacedStep {
  const { step, y } = placed;
  const { at, durationMs } = step;
  if (at === undefined || durationMs === undefined || step.from === step.to) return placed;
  const within = all.filter(
    (other) =>
      other.y > y &&
      other.step.from === step.to &&
      other.step.at !== undefined &&
      other.step.at <= at + durationMs,
  );
  const lowest = Math.max(y, ...within.map((other) => other.y));
  return { ...placed, bar: { y, height: lowest - y + BAR } };
}
