import type { PlatformSnapshot, Seen } from './snapshot.js';

/** The broker itself, and the streams that services declare. */
export function brokerFindings({ broker: { reachable, streams } }: PlatformSnapshot): Seen[] {
  if (!reachable) {
    return [
      {
        id: 'broker-away',
        severity: 'bad',
        sentence:
          'The console cannot reach the broker: events wait in the outboxes, and other figures are as last seen.',
        href: '/streams',
        source: 'the console’s connection to the broker, now',
      },
    ];
  }
  return streams
    .filter(({ missing }) => missing)
    .map(({ name }) => ({
      id: `stream-missing:${name}`,
      severity: 'bad',
      sentence: `The broker lacks the stream ${name}: what is published to it waits in the outboxes.`,
      href: '/streams',
      source: 'the streams of the broker, now',
    }));
}
