import { figureOf } from './figures.ts';
import { markdownTable } from './markdown.ts';

/** Each with the figure that says so. */
export function tuningSection(): string {
  const [key, none, group, batch] = ['key', 'none', 'group', 'batch'].map((way) =>
    figureOf(`handlers-${way}`),
  );
  const [wire, gzip] = [figureOf('message-size:wire'), figureOf('message-size:gzip')];
  const saved = gzip.baseline - gzip.value;
  const headers = wire.value - wire.baseline;
  const times = (figure: { value: number }) => `${(figure.value / key!.value).toFixed(2)} times`;
  return `## What tuning does

${markdownTable(
  ['change', 'what it does', 'basis'],
  [
    [
      "`ordering: 'none'`",
      `${times(none!)} the rate of key order in one process`,
      'measured: `handlers-none`',
    ],
    ['`groupCommit: 32`', `${times(group!)}`, 'measured: `handlers-group`'],
    ['a batch handler', `${times(batch!)}`, 'measured: `handlers-batch`'],
    [
      'tracing at 100 %',
      `${figureOf('tracing').ratio.toFixed(2)} of the rate without`,
      'measured: `tracing`',
    ],
    ['tracing at 10 %', `${figureOf('tracing:10 %').ratio.toFixed(2)}`, 'measured: `tracing:10 %`'],
    [
      '`sync_interval: always` of the broker',
      'a fifth to a sixth of its throughput, and nothing is lost with the power',
      'measured: [cluster](cluster.md#power)',
    ],
    [
      'publishing without an outbox',
      `${(figureOf('direct-publish').value / figureOf('relay').value).toFixed(2)} times the rate of a relay, without its guarantee`,
      'measured: `direct-publish`, `relay`',
    ],
    [
      'compressed bodies',
      `the example of \`order.placed\` by gzip: ${gzip.value} of ${gzip.baseline} bytes for ${Math.round(gzip.cpuMicros ?? 0)} µs. The headers are ${Math.round(headers)} more and stay, so a message would be ${((saved / (gzip.baseline + headers)) * 100).toFixed(0)} % smaller: not worth it, and not built in`,
      'measured: `message-size:gzip`',
    ],
    [
      'smaller bodies',
      'in proportion on a link that is full, nothing elsewhere: see the table above and [Growth](growth.md)',
      'derived',
    ],
    [
      'larger bodies by [claim check](flow-control.md#claim-check)',
      'past 900 KiB the data no longer passes through consumers that do not ask for it',
      'by design, not measured',
    ],
    [
      'a cache',
      'none helps the path of an event, which is handled once: there is nothing to find again. Reads before a `POST` may have one, and the API is then measured anew',
      'by design, not measured',
    ],
    [
      'more partitions',
      'up to eight, in proportion while the machine has cores: [Growth](growth.md)',
      'measured, in a quick run on a busy machine',
    ],
  ],
)}`;
}
