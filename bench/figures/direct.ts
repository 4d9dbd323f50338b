import { fillOutbox, happened, waitingMessages } from '../events.ts';
import { alternate, rateOf, type Comparison, type Sample } from '../comparison.ts';
import { BenchHappened } from '../bench-happened.ts';
import type { Bench } from '../figure.ts';
import { startMessaging } from '../platform.ts';
import { publishRaw, RAW_WINDOW } from '../raw-publish.ts';
import type { Servers } from '../servers.ts';

export const says = 'events published straight to the broker, compared with raw pipelined publishes';

export async function measure({ servers, quick, rounds }: Bench): Promise<Comparison[]> {
  const events = quick ? 20_000 : 200_000;
  await fillOutbox(servers, events);
  const messages = await waitingMessages(servers.pool);
  return [
    {
      name: 'direct-publish',
      unit: 'messages/s',
      subject: `${events.toLocaleString('en')} events by DirectPublisher.publishAll: checked, encoded, acknowledged`,
      baseline: `the same messages, encoded before, by the client itself, ${RAW_WINDOW} under way at once`,
      aim: 0.85,
      rounds: await alternate(
        rounds,
        () => publishDirectly(servers, events),
        () => publishRaw(servers.natsUrl, messages),
      ),
    },
  ];
}

async function publishDirectly(servers: Servers, events: number): Promise<Sample> {
  const messaging = await startMessaging(servers, { roles: new Set(['api']) });
  const items = Array.from({ length: events }, (_, number) => ({
    contract: BenchHappened,
    data: happened(number),
  }));
  const sample = await rateOf(events, () => messaging.direct.publishAll(items));
  await messaging.stop();
  return sample;
}
