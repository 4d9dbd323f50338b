import type { TraceStatus, TraceSummary } from '@waybill/console-api';

/** A trace is shown once it has got no span for this long, in milliseconds. */
const QUIET = 1_000;

interface Seen {
  spanCount: number;
  status: TraceStatus;
  /** When it had this many spans for the first time. */
  since: number;
  shown?: TraceStatus;
}

/** Picks the traces to show from repeated looks at the newest: each once it is quiet, and again if its status has changed. */
export class NewTraces {
  /** In the order in which they were seen for the first time. */
  readonly #seen = new Map<string, Seen>();

  /** These were shown already. */
  markShown(traces: readonly TraceSummary[]): void {
    for (const { traceId, spanCount, status } of traces) {
      this.#seen.set(traceId, { spanCount, status, since: Number.NEGATIVE_INFINITY, shown: status });
    }
  }

  /**
   * @param traces the newest, newest first
   * @param now milliseconds
   * @returns those to show, oldest first
   */
  look(traces: readonly TraceSummary[], now: number): TraceSummary[] {
    const ready = traces.toReversed().filter(({ traceId, spanCount, status }) => {
      const seen = this.#seen.get(traceId);
      if (seen?.spanCount !== spanCount) {
        this.#seen.set(traceId, { spanCount, status, since: now, shown: seen?.shown });
        return false;
      }
      seen.status = status;
      if (now - seen.since < QUIET || seen.shown === status) return false;
      seen.shown = status;
      return true;
    });
    this.#forget(traces);
    return ready;
  }

  /** True while there is a trace to show that has to become quiet first. */
  get waiting(): boolean {
    return [...this.#seen.values()].some(({ shown, status }) => shown !== status);
  }

  /** What has left the newest ones does not come back. */
  #forget(traces: readonly TraceSummary[]): void {
    const current = new Set(traces.map(({ traceId }) => traceId));
    for (const traceId of this.#seen.keys()) if (!current.has(traceId)) this.#seen.delete(traceId);
  }
}
