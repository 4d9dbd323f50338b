import { waitUntil } from '@waybill/stack';
import type { Drill } from './drill.ts';
import type { Prometheus } from './prometheus.ts';
import type { Site } from './site.ts';

/** A fault may take a minute to show (parked rows), and a budget the sixtieth of an hour to burn. */
const LIMIT = { timeout: 180_000, every: 250 };
const ALWAYS = 'Watchdog';

/** What came of one alert. */
export interface Firing {
  readonly alert: string;
  readonly fault: string;
  /** `12.3 s`, or why not. */
  readonly result: string;
}

/** Strikes once the alerts are quiet, waits until all of them fire, and heals whatever comes. */
export async function runDrill(
  { fault, alerts, strike }: Drill,
  obstacle: string | undefined,
  site: Site,
  prometheus: Prometheus,
  signal: AbortSignal,
): Promise<Firing[]> {
  if (obstacle) return alerts.map((alert) => ({ alert, fault, result: `skipped: ${obstacle}` }));
  const firing = async () => [...(await prometheus.firing())].filter((name) => alerts.includes(name));
  const isQuiet = async () => (await firing()).every((name) => name === ALWAYS);
  const seconds = new Map<string, number>();
  let late: string | undefined;
  try {
    // One that fires already says nothing about this fault.
    await waitUntil(isQuiet, { ...LIMIT, signal, until: `${alerts.join(', ')} no longer fires` });
    const started = performance.now();
    const heal = await strike(site);
    const haveFired = async () => {
      for (const alert of await firing()) {
        if (!seconds.has(alert)) seconds.set(alert, (performance.now() - started) / 1_000);
      }
      return seconds.size === alerts.length;
    };
    try {
      await waitUntil(haveFired, { ...LIMIT, signal, until: 'it fires' });
    } finally {
      await heal();
    }
  } catch (error) {
    late = (error as Error).message;
  }
  return alerts.map((alert) => ({
    ...{ alert, fault },
    result: seconds.has(alert) ? `${seconds.get(alert)!.toFixed(1)} s` : `DID NOT FIRE: ${late}`,
  }));
}
