import { setImmediate as turn } from 'node:timers/promises';
import type { Msg } from '@nats-io/transport-node';
import { expect, it } from '@jest/globals';
import { GatheredReplies } from './gathered-replies.js';

const messageOn = (sent: string[], fails = false) =>
  ({
    respond: (text: string) => {
      if (fails) throw new Error('closed');
      sent.push(text);
      return true;
    },
  }) as unknown as Msg;

it('sends the replies of one turn of the event loop together, in their order', async () => {
  const sent: string[] = [];
  const replies = new GatheredReplies();
  replies.add(messageOn(sent), 'one');
  // A microtask later, where the client would have written the first one.
  await Promise.resolve();
  replies.add(messageOn(sent), 'two');
  expect(sent).toEqual([]);
  await turn();
  expect(sent).toEqual(['one', 'two']);
});

it('sends them at once where the connection is about to be closed', () => {
  const sent: string[] = [];
  const replies = new GatheredReplies();
  replies.add(messageOn(sent), 'last');
  replies.send();
  expect(sent).toEqual(['last']);
});

it('sends the others if one cannot be sent', () => {
  const sent: string[] = [];
  const replies = new GatheredReplies();
  replies.add(messageOn(sent, true), 'lost');
  replies.add(messageOn(sent), 'sent');
  replies.send();
  expect(sent).toEqual(['sent']);
});
