import * as intake from './console.ts';
import * as latency from './latency.ts';
import * as relay from './relay.ts';
import * as tracing from './tracing.ts';

const benchmarks: Record<string, { says: string; run: () => Promise<void> }> = {
  relay,
  latency,
  console: intake,
  tracing,
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
