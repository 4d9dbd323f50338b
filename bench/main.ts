import { intake } from './console.ts';
import { latency } from './latency.ts';
import { relay } from './relay.ts';
import { tracing } from './tracing.ts';

const benchmarks: Record<string, { says: string; run: () => Promise<void> }> = {
  relay: {
    says: 'rate of the relay, compared with raw pipelined publishes of the same messages',
    run: relay,
  },
  latency: { says: 'commit to PubAck and commit to handler start at 100 orders/s', run: latency },
  console: { says: 'spans received and stored by the console, and its response times', run: intake },
  tracing: { says: 'order intake and message handling with tracing off, at 10 % and at 100 %', run: tracing },
};

const [name = ''] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark) {
  await benchmark.run();
} else {
  console.error(`${name ? `unknown benchmark "${name}"` : 'which benchmark?'} There are:`);
  for (const [each, { says }] of Object.entries(benchmarks))
    console.error(`  npm run bench -- ${each.padEnd(8)} ${says}`);
  process.exitCode = 2;
}
