import { median, printSetUp, withServers } from './servers.ts';
import { measureHandling } from './tracing/handling.ts';
import { measureIntake } from './tracing/intake.ts';
import { MODE_NAMES, type Mode, type Rounds } from './tracing/mode.ts';
import { withSink } from './tracing/sink.ts';

const ROUNDS = 6;

export const says = 'order intake and message handling with tracing off, at 10 % and at 100 %';

/** What tracing costs: the same work with tracing off, at 10 % and at 100 %, alternating in one run. */
export async function run(): Promise<void> {
  await withServers(async (servers) => {
    await printSetUp(
      servers,
      `${ROUNDS} rounds, alternating; spans sent by OTLP over HTTP in JSON to a process that discards them`,
    );
    await withSink(async (endpoint) => {
      print('order intake over HTTP, 8 clients', await measureIntake(servers, endpoint, ROUNDS));
      print('relay and handling of messages', await measureHandling(servers, endpoint, ROUNDS));
    });
  });
}

function print(what: string, rounds: Rounds): void {
  const figures = (mode: Mode, of: 'perSecond' | 'cpuMicros') => rounds[mode].map((each) => each[of]);
  console.log(`\n${what}: medians of ${ROUNDS} rounds`);
  for (const mode of MODE_NAMES) {
    // Round by round, so that what slows a whole round down (the machine's other work) is in both.
    const ratio = median(rounds[mode].map(({ perSecond }, i) => perSecond / rounds.off[i]!.perSecond));
    const cpu = median(figures(mode, 'cpuMicros'));
    console.log(
      `  tracing ${mode.padEnd(6)} ${Math.round(median(figures(mode, 'perSecond')))
        .toLocaleString()
        .padStart(7)}/s` +
        `  ${(100 * ratio).toFixed(0).padStart(4)} % of the untraced rate` +
        `  ${Math.round(cpu).toLocaleString().padStart(6)} µs CPU each`,
    );
  }
}
