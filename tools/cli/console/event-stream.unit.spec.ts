import { describe, expect, it } from '@jest/globals';
import { readEvents, type StreamEvent } from './event-stream.ts';

async function read(...chunks: (string | Uint8Array)[]): Promise<StreamEvent[]> {
  async function* bytes() {
    for (const chunk of chunks)
      yield await Promise.resolve(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  const events: StreamEvent[] = [];
  for await (const event of readEvents(bytes())) events.push(event);
  return events;
}

describe('an event stream', () => {
  it('is read by event and data, without comments, ids and retry times', async () => {
    const text = ': awake\n\nevent: hello\nid: 1\nretry: 5\ndata: {"version":"1"}\n\ndata: a\ndata: b\n\n';
    expect(await read(text)).toEqual([
      { event: 'hello', data: '{"version":"1"}' },
      { event: 'message', data: 'a\nb' },
    ]);
  });

  it('may be cut anywhere, within a character too', async () => {
    const bytes = Buffer.from('event: x\r\ndata: ⋯é\r\n\r\nevent: y\ndata: 2\n\n');
    const whole = [
      { event: 'x', data: '⋯é' },
      { event: 'y', data: '2' },
    ];
    for (let at = 0; at <= bytes.length; at++) {
      expect(await read(bytes.subarray(0, at), bytes.subarray(at))).toEqual(whole);
    }
  });

  it('keeps an event to itself that did not end', async () => {
    expect(await read('data: whole\n\ndata: ha')).toEqual([{ event: 'message', data: 'whole' }]);
  });
});
