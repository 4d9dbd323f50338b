import { describe, expect, it } from '@jest/globals';
import { messagesRequest, parsePlace, placeAddress } from './browse-address.ts';

const parse = (search: string) => parsePlace(new URLSearchParams(search));

describe('the message browser’s address', () => {
  it('is parsed as it was written', () => {
    const place = { sequence: 12, subject: 'order.placed.v1.>' };
    const address = placeAddress('ORDER', place);
    expect(address).toBe('/streams/ORDER?sequence=12&subject=order.placed.v1.%3E');
    expect(parse(address.split('?')[1]!)).toEqual(place);
  });

  it('ignores invalid values', () => {
    expect(parse('sequence=-4&time=yesterday&subject=%20')).toEqual({});
    expect(parse('sequence=1.5')).toEqual({});
    expect(placeAddress('ORDER', {})).toBe('/streams/ORDER');
  });

  it('prefers the sequence to the time and writes times in UTC', () => {
    expect(parse('sequence=3&time=2026-11-22T10:00:00Z')).toEqual({ sequence: 3 });
    expect(parse('time=2026-11-22T11:00:00%2B01:00')).toEqual({ time: '2026-11-22T10:00:00.000Z' });
  });

  it('requests one page at a time', () => {
    expect(messagesRequest('ORDER', { sequence: 3 })).toBe('/api/streams/ORDER/messages?sequence=3&limit=50');
  });
});
