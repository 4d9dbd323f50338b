import { bytes, perSecond, span } from '@waybill/cli/capacity';
import { capacityFor } from './figures.ts';
import { markdownTable } from './markdown.ts';

const ARRIVALS = 1_000;
const LINK_MBIT = 10;
const DISK_GB = 100;
const HOUR = 3_600;
/** Whoever sends the messages is not at the limit here. */
const AMPLE_API = 4;

const textbook = {
  ...{ ordersPerSecond: ARRIVALS, eventsPerOrder: 1, consumers: 1, handledPerSecond: 500 },
  ...{ linkMbit: LINK_MBIT, diskGb: DISK_GB, seconds: HOUR },
  counts: { api: AMPLE_API, shards: 1, brokers: 1, handlers: 1 },
};

/** A thousand messages a second, of which half are handled, over a link of ten megabits. */
export function textbookSection(): string {
  const { stages, sustained, bottleneck, backlogs, levers, storage } = capacityFor(textbook);
  const stream = backlogs.find(({ place }) => place === 'stream')!;
  const doubled = capacityFor({ ...textbook, counts: { ...textbook.counts, handlers: 2 } });
  const enough = capacityFor({ ...textbook, counts: { ...textbook.counts, handlers: 3 } });
  return `## The textbook case

1,000 messages a second arrive, one process handles 500, and the link to the broker has ${LINK_MBIT} Mbit/s. Bodies of 400 bytes, one consumer in key order, one broker with a disk of ${DISK_GB} GB:

\`\`\`sh
npm run waybill -- capacity --orders-per-second ${ARRIVALS} --events-per-order 1 --consumers 1 --handled-per-second 500 \\
  --link-mbit ${LINK_MBIT} --disk-gb ${DISK_GB} --api ${AMPLE_API} --shards 1 --brokers 1 --handlers 1 --for 1h
\`\`\`

${markdownTable(
  ['stage', 'arrive a second', 'can', 'utilisation', 'mean wait', 'grows by a second'],
  stages.map(({ name, arrivals, capacity, utilisation, wait, growth }) => [
    name === bottleneck ? `**${name}**` : name,
    perSecond(arrivals),
    perSecond(capacity),
    `${(utilisation * 100).toFixed(0)} %`,
    wait === Infinity ? 'grows' : span(wait),
    growth === 0 ? '' : perSecond(growth),
  ]),
)}

- **Sustained: ${perSecond(sustained)} a second.** The rest waits in the stream, which loses nothing: ${perSecond(stream.growth)} more each second, ${perSecond(stream.atEnd!)} after an hour. Nothing else gets slower meanwhile, and nothing refuses: a backlog in a stream costs its readers delay, not its writers.
- **Once the load stops**, the backlog is gone after another ${span(stream.drainSeconds!)}. While it lasts, it never is: at 100 % and above a queue has no mean.
- **The disk** is full after ${span(storage.diskFullSeconds!)}, whether messages are handled or not: a stream keeps messages by age, 90 days by default, so what arrives counts and not what waits. ${bytes(storage.perDay.streams)} a day. With \`STREAM_MAX_AGE_DAYS=1\` the disk would do. A full disk, or \`STREAM_MAX_BYTES\` reached, makes the broker refuse, and events wait in the outbox.
- **A second process** reaches ${perSecond(doubled.sustained)}, which is ${doubled.sustained > ARRIVALS ? 'enough' : 'a utilisation of 100 %: enough on paper, and the queue still has no mean'}. **A third** brings it to ${((ARRIVALS / (3 * 500)) * 100).toFixed(0)} %, and commit to handler to ${span(enough.latencyMs / 1_000)} on average.

${markdownTable(
  ['one change', 'sustained a second', 'times', 'basis'],
  levers.map(({ change, sustained: then, factor, basis }) => [
    change,
    perSecond(then),
    factor.toFixed(2),
    basis,
  ]),
)}

A handler that manages 500 a second takes 2 ms; what of it is the platform's, by the benchmark, is what another way of handling can save, and the rest is the handler's own. The link is not the limit at 400 bytes. It would be for larger messages, whatever the consumers do:

${linkTable()}

The wire carries the headers too, and each message once in for each copy of the stream, and out to each consumer and each further copy; the busier direction counts.`;
}

function linkTable(): string {
  const sizes = [200, 400, 1_000, 2_000, 5_000];
  const ample = { ...textbook, handledPerSecond: undefined, counts: { ...textbook.counts, handlers: 3 } };
  return markdownTable(
    ['body, bytes', 'link can, a second', 'utilisation', 'at 1,000 a second'],
    sizes.map((messageBytes) => {
      const { stages } = capacityFor({ ...ample, messageBytes });
      const { capacity, utilisation, growth, wait } = stages.find(({ name }) => name === 'network')!;
      const what = growth > 0 ? `outbox grows by ${perSecond(growth)} a second` : `waits ${span(wait)}`;
      return [
        messageBytes.toLocaleString('en'),
        perSecond(capacity),
        `${(utilisation * 100).toFixed(0)} %`,
        what,
      ];
    }),
  );
}
