import type { Witnessed } from '../lab/witness.ts';
import type { Struck } from '../plan/run-strikes.ts';

export interface Recovery {
  readonly fault: Struck;
  /**
   * From the end of the fault to the first message that the struck part handled, without the time in which another fault
   * held up the same part; undefined if there was none.
   */
  readonly ms: number | undefined;
}

export interface RecoverySummary {
  readonly p50: number;
  readonly max: number;
}

/**
 * A fault of a process, or of its link, is over for the platform when that process handles a message again. One of a
 * server, a stream or a database is over when every service does that has processes.
 */
export function recoveries(
  struck: readonly Struck[],
  witnessed: readonly Witnessed[],
  services: readonly string[],
): Recovery[] {
  const serviceOf = new Map(witnessed.map(({ process, service }) => [process, service]));
  return struck.map((fault) => {
    const process = partOf(fault);
    const service = serviceOf.get(process);
    const parts = service
      ? [{ service, rows: witnessed.filter((row) => row.process === process) }]
      : services.map((name) => ({ service: name, rows: witnessed.filter((row) => row.service === name) }));
    const own = parts.map(({ service: name, rows }) => {
      const end = firstAfter(rows, fault.healedAt);
      const others = struck.filter((other) => other !== fault && holdsUp(other, name, services));
      return end === undefined ? undefined : timeWithout(others, fault.healedAt, end);
    });
    return { fault, ms: own.includes(undefined) ? undefined : Math.max(...own.map((ms) => ms!)) };
  });
}

export function summaryOf(list: readonly Recovery[]): RecoverySummary {
  const sorted = list.flatMap(({ ms }) => (ms === undefined ? [] : [ms])).sort((a, b) => a - b);
  return { p50: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** What it struck; of a link, the process at its near end. */
const partOf = ({ target }: Struck) => target.split('>')[0]!;

/** Every service, if it struck a server or a stream; else its own. */
function holdsUp(fault: Struck, service: string, services: readonly string[]): boolean {
  const struck = partOf(fault).replace(/-\d+$/, '');
  return struck === service || !services.includes(struck);
}

function firstAfter(rows: readonly Witnessed[], after: Date): Date | undefined {
  return rows.reduce<Date | undefined>(
    (least, { at }) => (at >= after && (least === undefined || at < least) ? at : least),
    undefined,
  );
}

/** @returns milliseconds in which none of the faults went on */
function timeWithout(faults: readonly Struck[], from: Date, to: Date): number {
  let [ms, reached] = [0, from.getTime()];
  for (const { struckAt, healedAt } of faults.toSorted(
    (a, b) => a.struckAt.getTime() - b.struckAt.getTime(),
  )) {
    ms += Math.max(0, Math.min(struckAt.getTime(), to.getTime()) - reached);
    reached = Math.max(reached, healedAt.getTime());
  }
  return ms + Math.max(0, to.getTime() - reached);
}
