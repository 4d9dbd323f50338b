import { expect, test } from '@jest/globals';
import { minimapPaths } from './minimap-paths.ts';
import { timeScale } from './time-scale.ts';
import { span, trace } from './trace.fixture.ts';

test('each span is a line at its time, one path a service', () => {
  const detail = trace({
    spans: [
      span('a', undefined, 0, 100),
      span('b', 'a', 20, 10, { service: 'analytics' }),
      span('c', 'a', 50, 0),
    ],
    criticalPath: [{ kind: 'span', fromMs: 0, toMs: 100, spanId: 'a' }],
  });
  const { services, critical } = minimapPaths(detail, timeScale({ fromMs: 0, toMs: 100 }, 200), 40);
  expect(services).toEqual([
    { service: 'order', path: 'M0 4h200M100 32h1.5' },
    { service: 'analytics', path: 'M40 18h20' },
  ]);
  expect(critical).toBe('M0 37H200');
});

test('however many spans there are, they stay inside', () => {
  const spans = Array.from({ length: 10_000 }, (_, n) => span(`s${n}`, undefined, n, 1));
  const { services, thickness } = minimapPaths(
    trace({ spans }),
    timeScale({ fromMs: 0, toMs: 10_001 }, 500),
    40,
  );
  const ys = [...services[0]!.path.matchAll(/ ([\d.]+)h/g)].map(([, y]) => Number(y));
  expect(thickness).toBe(1.5);
  expect(Math.max(...ys)).toBeLessThanOrEqual(34);
});
