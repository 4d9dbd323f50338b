import { describe, expect, it } from '@jest/globals';
import { FirstSeen } from './first-seen.js';

const at = (second: number) => new Date(second * 1_000);

describe('when something was first seen', () => {
  it('stays while it is seen, and begins anew once it was gone', () => {
    const firstSeen = new FirstSeen();
    expect([...firstSeen.look(['a'], at(100))]).toEqual([['a', at(100)]]);
    expect([...firstSeen.look(['a', 'b'], at(110))]).toEqual([
      ['a', at(100)],
      ['b', at(110)],
    ]);
    firstSeen.look(['b'], at(120));
    expect(firstSeen.look(['a', 'b'], at(130)).get('a')).toEqual(at(130));
  });

  it('begins anew if nobody has looked for over a minute', () => {
    const firstSeen = new FirstSeen();
    firstSeen.look(['a'], at(100));
    expect(firstSeen.look(['a'], at(160)).get('a')).toEqual(at(100));
    expect(firstSeen.look(['a'], at(221)).get('a')).toEqual(at(221));
  });
});
