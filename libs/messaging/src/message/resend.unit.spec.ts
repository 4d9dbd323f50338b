import { describe, expect, it } from '@jest/globals';
import { deliveredIdOf } from './event-id.js';
import { messageIdOf } from './resend.js';

const place = { stream: 'ORDER', position: '7' };
const resendId = '0190a0b0-0000-7000-8000-000000000001';

describe('the id of a message that is sent again', () => {
  it('is a new one for the broker, and the same one for the consumer of the message', () => {
    const id = messageIdOf('über 9', resendId);
    expect(id).not.toBe('über 9');
    expect(deliveredIdOf({ ...place, id, headers: { 'ce-id': '%C3%BCber%209' } })).toBe('über 9');
  });

  it('may be longer than an id may be', () => {
    const longest = 'x'.repeat(255);
    const id = messageIdOf(longest, resendId);
    expect(deliveredIdOf({ ...place, id, headers: { 'ce-id': longest } })).toBe(longest);
  });

  it('stays as it is where the publisher chose it, on a replay, and on what carries no event id', () => {
    expect(messageIdOf('e1', null)).toBe('e1');
    const chosen = 'e1;resend=1';
    expect(deliveredIdOf({ ...place, id: chosen, headers: { 'ce-id': chosen } })).toBe(chosen);
    expect(deliveredIdOf({ ...place, id: 'replay:7', headers: { 'ce-id': 'e1' } })).toBe('replay:7');
    expect(deliveredIdOf({ ...place, id: chosen, headers: {} })).toBe(chosen);
    expect(deliveredIdOf({ ...place, id: '', headers: {} })).toBe('ORDER:7');
  });
});
