import { describe, expect, it } from '@jest/globals';
import { process as processSpan } from '../testing/spans.js';
import { byEvent, deliveriesOf } from './deliveries.js';
import type { StoredSpan } from './message-facts.js';

const startedAt = new Date('2026-01-01T00:00:00.000Z');
const at = { from: 0, to: 1 };
const link = (eventId: string, attempt: number) => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  attributes: { 'messaging.message.id': eventId, 'waybill.process.attempt': attempt },
});

describe("a batch's span", () => {
  const fields = {
    eventId: undefined,
    attempt: undefined,
    links: [link('e1', 1), link('e2', 3), link('e2', 3)],
  };
  const batch: StoredSpan = { ...processSpan('batch', at, fields), startedAt };
  const single: StoredSpan = { ...processSpan('single', at, { eventId: 'e2' }), startedAt };
  const spans = byEvent([batch, single]);

  it('is one of each message that it handled, once', () => {
    const named = [...spans].map(([eventId, own]) => [eventId, own.map(({ spanId }) => spanId)]);
    expect(named).toEqual([
      ['e1', ['batch']],
      ['e2', ['batch', 'single']],
    ]);
  });

  it("is a delivery with the message's own attempt", () => {
    const attemptsOf = (eventId: string) =>
      deliveriesOf(eventId, spans.get(eventId) ?? [], []).map(({ attempt }) => attempt);
    expect([attemptsOf('e1'), attemptsOf('e2')]).toEqual([[1], [3, 1]]);
  });
});
