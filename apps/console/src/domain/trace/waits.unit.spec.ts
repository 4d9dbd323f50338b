import { describe, expect, it } from '@jest/globals';
import { create, process, publish, span } from '../../testing/spans.js';
import { causesOf } from './causes.js';
import type { TraceSpan } from './trace-span.js';
import { waitsOf } from './waits.js';

const waits = (spans: TraceSpan[]) =>
  waitsOf(
    spans.sort((a, b) => a.offsetMs - b.offsetMs),
    causesOf(spans),
  ).map(({ kind, fromMs, toMs, spanId }) => [kind, fromMs, toMs, spanId]);

describe('waits', () => {
  it('lie between create and publish, and between publish and the first attempt of each consumer', () => {
    expect(
      waits([
        create('c', { from: 1, to: 2 }),
        publish('p', { from: 10, to: 12 }),
        process('a', { from: 20, to: 25 }),
        process('r', { from: 15, to: 16 }, { consumer: 'recommendation' }),
      ]),
    ).toEqual([
      ['outbox', 2, 10, 'p'],
      ['broker', 12, 15, 'r'],
      ['broker', 12, 20, 'a'],
    ]);
  });

  it('are told apart where a message was scheduled', () => {
    const attributes = { 'waybill.outbox.due_at': '2026-11-22T18:00:00.000Z' };
    expect(
      waits([create('c', { from: 1, to: 2 }), publish('p', { from: 90, to: 92 }, { attributes })]),
    ).toEqual([['due', 2, 90, 'p']]);
  });

  it('lie between one attempt and the next of the same consumer, also where the relay tries again', () => {
    expect(
      waits([
        create('c', { from: 0, to: 1 }),
        publish('p1', { from: 2, to: 3 }, { status: 'error' }),
        publish('p2', { from: 100, to: 101 }),
        process('a1', { from: 102, to: 103 }, { outcome: 'retried' }),
        process('a2', { from: 603, to: 604 }, { attempt: 2 }),
      ]),
    ).toEqual([
      ['outbox', 1, 2, 'p1'],
      ['back-off', 3, 100, 'p2'],
      ['broker', 101, 102, 'a1'],
      ['back-off', 103, 603, 'a2'],
    ]);
  });

  it('are told by recorded times where the span before is missing', () => {
    expect(
      waits([
        publish('p', { from: 10, to: 12 }, { waitingSinceMs: 4 }),
        process('a', { from: 30, to: 31 }, { eventId: 'e2', waitingSinceMs: 25 }),
      ]),
    ).toEqual([
      ['outbox', 4, 10, 'p'],
      ['broker', 25, 30, 'a'],
    ]);
  });

  it('do not begin before the trace, nor last less than nothing', () => {
    expect(waits([process('a', { from: 0, to: 1 }, { waitingSinceMs: -50 })])).toEqual([]);
    expect(waits([publish('p', { from: 5, to: 9 }), process('a', { from: 3, to: 4 })])).toEqual([]);
  });

  it('begin where the broker stored it if it was handled before the publisher knew', () => {
    expect(
      waits([publish('p', { from: 5, to: 9 }), process('a', { from: 8, to: 10 }, { waitingSinceMs: 6 })]),
    ).toEqual([['broker', 6, 8, 'a']]);
  });

  it('are none where a message goes straight to the broker, and none of a later attempt whose earlier ones are missing', () => {
    expect(waits([publish('p', { from: 5, to: 6 }, { kind: 'producer', waitingSinceMs: 1 })])).toEqual([]);
    expect(
      waits([publish('p', { from: 1, to: 2 }), process('a', { from: 9, to: 10 }, { attempt: 3 })]),
    ).toEqual([]);
  });

  it('follow a replay as they follow a publish', () => {
    const replay = span('r', { from: 0, to: 2, step: 'replay', eventId: 'e1', kind: 'producer' });
    expect(waits([replay, process('a', { from: 5, to: 6 })])).toEqual([['broker', 2, 5, 'a']]);
  });
});
