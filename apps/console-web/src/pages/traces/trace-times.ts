import type { TraceDetail, WaitView } from '@waybill/console-api';
import { formatDuration } from '../../ui/format.ts';

interface TraceTimes {
  totalMs: number;
  /** Time in which at least one span ran. */
  activeMs: number;
  /** By kind, time in which at least one message waited; the longest first. */
  waits: { kind: WaitView['kind']; ms: number }[];
}

const KINDS: readonly WaitView['kind'][] = ['due', 'outbox', 'broker', 'back-off'];

export function traceTimes({ spans, waits, durationMs }: TraceDetail): TraceTimes {
  return {
    totalMs: durationMs,
    activeMs: coveredMs(spans.map(({ offsetMs, durationMs: ms }) => [offsetMs, offsetMs + ms])),
    waits: waitsByKind(waits),
  };
}

/** Where most of the time went: "1.9 s of 2.1 s waiting in the broker". */
export function criticalPathWords({ criticalPath }: Pick<TraceDetail, 'criticalPath'>): string {
  if (criticalPath.length === 0) return 'not known yet';
  const total = criticalPath.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const [longest] = waitsByKind(
    criticalPath.flatMap((step) => (step.kind === 'span' ? [] : [{ ...step, kind: step.kind }])),
  );
  if (!longest || longest.ms < total / 100) return `${formatDuration(total)}, all of it working`;
  return `${formatDuration(longest.ms)} of ${formatDuration(total)} ${PLACE[longest.kind]}`;
}

const PLACE: Readonly<Record<WaitView['kind'], string>> = {
  due: 'waiting until something was due',
  outbox: 'waiting in the outbox',
  broker: 'waiting in the broker',
  'back-off': 'backing off',
};

type Stretches = readonly (readonly [fromMs: number, toMs: number])[];

function waitsByKind(waits: readonly Pick<WaitView, 'kind' | 'fromMs' | 'toMs'>[]): TraceTimes['waits'] {
  return KINDS.map((kind) => ({
    kind,
    ms: coveredMs(
      waits.filter((wait) => wait.kind === kind).map(({ fromMs, toMs }) => [fromMs, toMs] as const),
    ),
  }))
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => b.ms - a.ms);
}

/** How long at least one of the stretches lasted. */
function coveredMs(stretches: Stretches): number {
  let covered = 0;
  let reached = -Infinity;
  for (const [from, to] of stretches.toSorted(([a], [b]) => a - b)) {
    if (to <= reached) continue;
    covered += to - Math.max(from, reached);
    reached = to;
  }
  return covered;
}
