import type { LatencyPart, LatencyView, Percentiles } from '@waybill/console-api';

/** One measurement: what happened in one trace, and when it ended. */
export interface Timing {
  part: LatencyPart;
  type: string;
  service: string;
  consumer?: string;
  traceId: string;
  endedMs: number;
  ms: number;
}

/** By part, event and consumer, the slowest first; each over time, in slots from `fromMs` on. */
export function latenciesOf(timings: readonly Timing[], fromMs: number, slotMs: number): LatencyView[] {
  const edges = Map.groupBy(timings, ({ part, type, service, consumer }) =>
    JSON.stringify([part, type, service, consumer]),
  );
  return [...edges.values()]
    .map((own) => {
      const { part, type, service, consumer } = own[0]!;
      return {
        part,
        type,
        service,
        ...(consumer && { consumer }),
        ...percentilesOf(own),
        slots: slotsOf(own),
      };
    })
    .sort((one, other) => other.p95.ms - one.p95.ms);

  function slotsOf(own: readonly Timing[]): LatencyView['slots'] {
    const bySlot = Map.groupBy(own, ({ endedMs }) => Math.floor((endedMs - fromMs) / slotMs));
    return [...bySlot]
      .sort(([one], [other]) => one - other)
      .map(([slot, timings]) => ({
        at: new Date(fromMs + slot * slotMs).toISOString(),
        ...percentilesOf(timings),
      }));
  }
}

function percentilesOf(timings: readonly Timing[]): Percentiles {
  const sorted = timings.toSorted((one, other) => one.ms - other.ms);
  const at = (share: number) => {
    const { ms, traceId } = sorted[Math.ceil(share * sorted.length) - 1]!;
    return { ms, traceId };
  };
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
