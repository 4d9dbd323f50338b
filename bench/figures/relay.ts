import { setTimeout as delay } from 'node:timers/promises';
import { alternate, rateOf, type Comparison, type Sample } from '../comparison.ts';
import { fillOutbox, waitingMessages } from '../events.ts';
import type { Bench } from '../figure.ts';
import { startMessaging } from '../platform.ts';
import { publishRaw, RAW_WINDOW } from '../raw-publish.ts';
import type { Servers } from '../servers.ts';

export const says = 'rate of the relay, compared with raw pipelined publishes of the same messages';

/** From waiting rows to rows that are marked published: claim, publish, mark. */
export async function measure({ servers, quick, rounds }: Bench): Promise<Comparison[]> {
  const events = quick ? 20_000 : 500_000;
  const refill = () => fillOutbox(servers, events);
  const relayed = await alternate(
    rounds,
    async () => (await refill(), relay(servers, events)),
    async () => (await refill(), publishRaw(servers.natsUrl, await waitingMessages(servers.pool))),
  );
  return [
    {
      name: 'relay',
      unit: 'messages/s',
      subject: `${events.toLocaleString('en')} waiting events of about 400 bytes, published and marked`,
      baseline: `the same messages published by the client itself, ${RAW_WINDOW} under way at once`,
      aim: 1,
      rounds: relayed,
    },
  ];
}

/** Publishes what waits, and marks it. */
export async function relay(servers: Servers, events: number): Promise<Sample> {
  const messaging = await startMessaging(servers, {});
  const sample = await rateOf(events, async () => {
    messaging.startRelay();
    const more = 'SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL) AS more';
    // Rarely enough not to slow the relay down.
    while ((await servers.pool.query<{ more: boolean }>(more)).rows[0]?.more) await delay(10);
  });
  await messaging.stop();
  return sample;
}
