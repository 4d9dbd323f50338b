import type { TraceDetail } from '@waybill/console-api';
import type { TimeScale } from './time-scale.ts';

interface MinimapPaths {
  /** One path per service, so that 10,000 spans are a few elements. */
  services: { service: string; path: string }[];
  critical: string;
  thickness: number;
}

const THICKEST = 4;
const SHORTEST = 1.5;

/** A line for each span, by time from top to bottom; the critical path at the bottom. */
export function minimapPaths(
  { spans, criticalPath }: Pick<TraceDetail, 'spans' | 'criticalPath'>,
  scale: TimeScale,
  height: number,
): MinimapPaths {
  const room = height - 8;
  const thickness = Math.min(THICKEST, Math.max(1.5, (room / Math.max(spans.length, 1)) * 0.8));
  const paths = new Map<string, string[]>();
  spans.forEach(({ service, offsetMs, durationMs }, index) => {
    const x = scale.x(offsetMs);
    const wide = Math.max(scale.x(offsetMs + durationMs) - x, SHORTEST);
    const y = 2 + thickness / 2 + (index / Math.max(spans.length - 1, 1)) * (room - thickness);
    const path = paths.get(service) ?? [];
    path.push(`M${round(x)} ${round(y)}h${round(wide)}`);
    paths.set(service, path);
  });
  const critical = criticalPath.map(
    ({ fromMs, toMs }) => `M${round(scale.x(fromMs))} ${height - 3}H${round(scale.x(toMs))}`,
  );
  return {
    services: [...paths].map(([service, path]) => ({ service, path: path.join('') })),
    critical: critical.join(''),
    thickness,
  };
}

const round = (value: number) => Math.round(value * 10) / 10;
