import { describe, expect, it } from '@jest/globals';
import type { MessageProgress } from '@waybill/console-api';
import { detail, progress } from './traces.fixture.js';
import { describeProgress } from './progress-of-message.js';
import { screenOf, type Screen } from './screen.js';
import { spanTree } from './span-tree.js';
import { timeLine } from './time-line.js';
import { waterfall } from './waterfall.js';

const plain = (columns: number): Screen => ({ columns, paint: (_, text) => text });

describe('a trace as text', () => {
  it('has a line for each span and for each wait worth one, in the order in which things follow', () => {
    const lines = waterfall(detail(), plain(100)).split('\n');
    const rows = lines.slice(5, 13).map((line) => line.slice(0, 64).trimEnd().replace(/ {3,}/g, '   '));
    expect(rows).toEqual([
      'order   POST /orders   21 ms',
      'order   create order.placed   1.2 ms',
      '   ⋯ 84 ms in the outbox',
      'order   publish order.placed   3.0 ms',
      'analytics   process order.placed [retried]   9.0 ms',
      '   ⋯ 5.00 s back-off',
      'analytics   process order.placed [#2 handled]   12 ms',
      'analytics   CountSales.handle   10 ms',
    ]);
  });

  it('draws a long idle stretch short, and says how long it was', () => {
    const lines = waterfall(detail(), plain(100)).split('\n');
    expect(lines[4]).toContain('⋯ is drawn short: 5.00 s');
    expect(lines.find((line) => line.includes('back-off'))).toMatch(/┄*⋯⋯⋯$/);
    const bar = (name: string) =>
      lines.find((line) => line.includes(name) && line.includes('█'))!.match(/█+/)![0].length;
    expect(bar('POST /orders')).toBeGreaterThan(2); // 21 ms of 5.13 s would be no column at all
  });

  it('ends with the outcome of each message', () => {
    const text = waterfall(detail(), plain(80));
    expect(text).toMatch(/order\.placed {2}2 of 3 done, analytics pending \(14 ahead of it\)\nnot complete$/);
    expect(waterfall(detail({ complete: true }), plain(80))).toMatch(/\ncomplete$/);
    expect(waterfall(detail({ complete: undefined }), plain(80))).toContain('is not known now');
  });

  it('does not call complete what a consumer gave up', () => {
    const [first, ...others] = progress.consumers;
    const messages = [
      { ...progress, consumers: [{ ...first!, state: 'dead-lettered' as const }, ...others] },
    ];
    expect(waterfall(detail({ messages, complete: false }), plain(80))).toMatch(
      /not complete: given up by a consumer, replay or discard the dead letter$/,
    );
  });

  it('names the traces that led to it and those that it led to', () => {
    const linked = {
      spanId: 'x',
      ownSpanId: 'a',
      service: 'analytics',
      startedAt: '2026-11-22T18:50:01.123Z',
    };
    const text = waterfall(
      detail({
        linked: {
          causedBy: [{ ...linked, traceId: 'cause', name: 'POST /orders' }],
          ledTo: [{ ...linked, traceId: 'effect', name: 'replay order.placed.v1.{lane}.{partition}' }],
        },
      }),
      plain(80),
    );
    expect(text).toContain(
      'caused by cause (analytics: POST /orders)\nled to effect (analytics: replay order.placed)',
    );
  });

  it.each([80, 97, 140, 200])('keeps within %d columns', (columns) => {
    const deep = detail().spans.map((span) => ({
      ...span,
      name: span.name.repeat(4),
      service: 'recommendation',
    }));
    const lines = waterfall(detail({ spans: deep }), plain(columns)).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it('can be drawn without a span and of no length', () => {
    expect(
      waterfall(detail({ spans: [], waits: [], idle: [], messages: [], durationMs: 0 }), plain(80)),
    ).toContain('0.00 ms');
  });

  it('has colours only where somebody sees them', () => {
    const write = () => true;
    expect(screenOf({ write }).paint('red', 'x')).toBe('x');
    expect(screenOf({ write, isTTY: true, hasColors: () => false }).paint('red', 'x')).toBe('x');
    expect(screenOf({ write, isTTY: true, hasColors: () => true }).paint('red', 'x')).toBe(
      '\u001b[31mx\u001b[39m',
    );
    expect(screenOf({ write, isTTY: true, columns: 40 }).columns).toBe(80);
    expect(screenOf({ write, isTTY: true, columns: 999 }).columns).toBe(200);
  });
});

describe('the tree of spans', () => {
  it('puts a span whose parent never arrived at the margin', () => {
    const orphan = { ...detail().spans[5]!, parentSpanId: 'lost' };
    expect(spanTree([orphan])).toEqual([{ span: orphan, depth: 0 }]);
  });

  it('can be deeper than a call stack', () => {
    const [first] = detail().spans;
    const chain = Array.from({ length: 20_000 }, (_, i) => ({
      ...first!,
      spanId: String(i),
      parentSpanId: i === 0 ? undefined : String(i - 1),
    }));
    expect(spanTree(chain).at(-1)!.depth).toBe(19_999);
  });
});

describe('the time line', () => {
  it('gives each moment a column, in order, and the whole width to the whole', () => {
    const line = timeLine({ durationMs: 5_131, idle: [{ fromMs: 119, toMs: 5_119 }] }, 63);
    expect(line.place(0, 5_131)).toEqual({ from: 0, to: 63 });
    expect(line.idle).toEqual([{ from: 55, to: 58, ms: 5_000 }]);
    expect(line.place(119, 5_119)).toEqual({ from: 54, to: 58 });
    const places = [0, 50, 119, 2_000, 5_119, 5_125, 5_131].map((ms) => line.place(ms, ms).from);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('is a plain one where idle stretches would fill it', () => {
    const idle = Array.from({ length: 20 }, (_, i) => ({ fromMs: 10 * i, toMs: 10 * i + 9 }));
    expect(timeLine({ durationMs: 200, idle }, 40).idle).toEqual([]);
  });
});

describe('the outcome of a message', () => {
  const of = (state: MessageProgress['consumers'][number]['state'], attempts = 1) =>
    describeProgress({ complete: false, consumers: [{ ...progress.consumers[0]!, state, attempts }] });

  it.each([
    ['done', '1 of 1 done'],
    ['unrecorded', '0 of 1 done, order has no record of it any more'],
    ['lost', '0 of 1 done, lost to order: gone from the stream, never handled'],
    ['pending', '0 of 1 done, order pending'],
    ['waiting', '0 of 1 done, order waiting for a replica that knows it'],
    ['retrying', '0 of 1 done, order tries again after 1 attempt'],
    ['dead-lettered', '0 of 1 done, order gave it up: dead-lettered'],
    ['unknown', '0 of 1 done, order not known'],
  ] as const)('is said of a consumer that is %s: %s', (state, text) => {
    expect(of(state)).toBe(text);
  });
});
