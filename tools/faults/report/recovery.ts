import type { Witnessed } from '../lab/witness.ts';
import type { Struck } from '../plan/run-strikes.ts';

export interface Recovery {
  readonly fault: Struck;
  /** From the end of the fault to the first message that the struck part handled; undefined if there was none. */
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
  const processes = new Set(witnessed.map(({ process }) => process));
  return struck.map((fault) => {
    const [part = ''] = fault.target.split('>');
    const own = processes.has(part)
      ? [
          first(
            witnessed.filter(({ process }) => process === part),
            fault.healedAt,
          ),
        ]
      : services.map((name) =>
          first(
            witnessed.filter(({ service }) => service === name),
            fault.healedAt,
          ),
        );
    const missing = own.some((ms) => ms === undefined);
    return { fault, ms: missing ? undefined : Math.max(...own.map((ms) => ms!)) };
  });
}

export function summaryOf(list: readonly Recovery[]): RecoverySummary {
  const sorted = list.flatMap(({ ms }) => (ms === undefined ? [] : [ms])).sort((a, b) => a - b);
  return { p50: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

function first(rows: readonly Witnessed[], after: Date): number | undefined {
  const times = rows.map(({ at }) => at.getTime() - after.getTime()).filter((ms) => ms >= 0);
  return times.length === 0 ? undefined : times.reduce((least, ms) => Math.min(least, ms));
}
