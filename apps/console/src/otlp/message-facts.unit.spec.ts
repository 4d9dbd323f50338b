import { describe, expect, it } from '@jest/globals';
import { messageFactsOf } from './message-facts.js';

const process = {
  'messaging.system': 'nats',
  'messaging.operation.name': 'process',
  'messaging.destination.template': 'order.placed.v1.{lane}.{partition}',
  'messaging.message.id': 'e-1',
  'messaging.message.conversation_id': 'o-1',
  'messaging.consumer.group.name': 'analytics',
  'waybill.process.attempt': 2,
  'waybill.process.outcome': 'handled',
};

describe('what a span says about a message', () => {
  it('is step, event, conversation, consumer, attempt and outcome', () => {
    expect(messageFactsOf(process)).toEqual({
      step: 'process',
      eventType: 'order.placed',
      eventId: 'e-1',
      conversationId: 'o-1',
      consumer: 'analytics',
      attempt: 2,
      outcome: 'handled',
    });
  });

  it('is nothing where it is about none, or about a step that no message of ours takes', () => {
    expect(messageFactsOf({ 'http.route': '/orders' })).toEqual({});
    expect(messageFactsOf({ ...process, 'messaging.operation.name': 'receive' })).toEqual({});
    expect(messageFactsOf({ 'messaging.operation.name': 'process' })).toEqual({});
  });

  it('is of a batch of several types what these have in common', () => {
    expect(messageFactsOf({ ...process, 'messaging.destination.template': 'behavior.*' }).eventType).toBe(
      'behavior.*',
    );
    expect(
      messageFactsOf({ ...process, 'messaging.destination.template': 'unknown' }).eventType,
    ).toBeUndefined();
  });

  it('leaves out ids that no index can hold, and attempts that are none', () => {
    const facts = messageFactsOf({
      ...process,
      'messaging.message.id': 'x'.repeat(256),
      'waybill.process.attempt': -1,
    });
    expect([facts.eventId, facts.attempt]).toEqual([undefined, undefined]);
  });
});
