import { describe, expect, it } from '@jest/globals';
import { seenMessagesOf } from './seen-messages.js';
import type { StoredSpan } from '../domain/message-facts.js';

const span = (
  step: StoredSpan['step'],
  eventId: string,
  consumer?: string,
  sequence?: number,
): StoredSpan => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: String(step),
  kind: 'consumer',
  service: 'analytics',
  offsetMs: 0,
  durationMs: 1,
  startTimeUnixNano: '0',
  status: 'unset',
  attributes: {
    'messaging.destination.name': 'order.placed.v1.express.3',
    ...(sequence !== undefined && { 'messaging.nats.stream': 'ORDER', 'messaging.nats.sequence': sequence }),
  },
  events: [],
  links: [],
  step,
  eventId,
  ...(consumer !== undefined && { consumer }),
  startedAt: new Date(0),
});

describe('the messages seen in spans', () => {
  it('are each told once, with where the broker stored them', () => {
    expect(seenMessagesOf([span('create', 'e1'), span('publish', 'e1', undefined, 7)])).toEqual([
      {
        eventId: 'e1',
        type: 'order.placed',
        subject: 'order.placed.v1.express.3',
        stream: 'ORDER',
        sequence: 7,
      },
    ]);
  });

  it('concern the consumer of the replay alone, in a trace that only replays them', () => {
    const replay = [span('replay', 'e1', 'analytics'), span('process', 'e1', 'analytics', 7)];
    expect(seenMessagesOf([...replay, span('create', 'e2')])).toMatchObject([
      { eventId: 'e1', replayedTo: ['analytics'] },
      { eventId: 'e2' },
    ]);
    const [sent] = seenMessagesOf([span('create', 'e1'), ...replay]);
    expect(sent).not.toHaveProperty('replayedTo');
  });
});
