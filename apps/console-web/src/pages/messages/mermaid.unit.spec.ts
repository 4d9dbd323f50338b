import { describe, expect, it } from '@jest/globals';
import { escape, toMermaid } from './mermaid.ts';
import { sequenceOf } from './sequence.ts';
import { at, delivery, message, progress } from './message.fixture.ts';

describe('the Mermaid text', () => {
  it('is a sequence diagram with the lanes and steps of the page', () => {
    const text = toMermaid(
      sequenceOf([
        message({
          deliveries: [
            delivery({ outcome: 'retried', error: { name: 'Error', message: 'no' } }),
            delivery({ attempt: 2, startedAt: at(1014) }),
          ],
          consumers: [
            progress(),
            progress({ consumer: 'recommendation', service: 'recommendation', state: 'pending' }),
          ],
        }),
      ]),
    );
    expect(text).toBe(`sequenceDiagram
  participant L1 as order service
  participant L2 as the outbox of order
  participant L3 as stream ORDER
  participant L4 as analytics service
  participant L5 as recommendation service
  L1->>L2: order.placed<br/>row 7
  L2->>L3: ORDER 12<br/>order.placed.v1.standard.3
  L3-xL4: order.placed<br/>failed in 4 ms#58; no
  Note over L3: back-off 1 s<br/>then attempt 2
  L3->>L4: order.placed, attempt 2<br/>handled in 4 ms
  L3-->>L5: waiting for recommendation
`);
  });

  it('escapes what would be syntax of Mermaid or of a page', () => {
    expect(escape('a;b#c:d')).toBe('a#59;b#35;c#58;d');
    expect(escape('<script>alert("x")</script>')).toBe('#60;script#62;alert(#34;x#34;)#60;/script#62;');
    expect(escape('one\ntwo\r\n  three')).toBe('one two three');
    expect(escape('%% comment')).toBe('#37;#37; comment');
    expect(escape('a-->>b --x')).toBe('a#45;#45;#62;#62;b #45;#45;x');
    expect(escape('Zoë 🦊')).toBe('Zoë #129418;');
    expect(escape('order-placed v1.2')).toBe('order-placed v1.2');
  });
});
