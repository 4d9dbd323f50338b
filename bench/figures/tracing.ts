import type { Comparison } from '../comparison.ts';
import type { Bench } from '../figure.ts';
import { measureHandling } from './tracing/handling.ts';
import { measureIntake } from './tracing/intake.ts';
import type { Mode, Rounds } from './tracing/mode.ts';
import { withSink } from './tracing/sink.ts';

export const says =
  'message handling and order intake with tracing at 100 % and at 10 %, compared with tracing off';

/** Spans go by OTLP over HTTP in JSON to a process that discards them: only the sending is measured. */
export async function measure({ servers, rounds }: Bench): Promise<Comparison[]> {
  return withSink(async (endpoint) => {
    const handling = await measureHandling(servers, endpoint, rounds);
    const intake = await measureIntake(servers, endpoint, rounds);
    return [
      comparison('tracing', 'messages/s', 'relay and handling of messages', handling, '100 %'),
      comparison('tracing:10 %', 'messages/s', 'relay and handling of messages', handling, '10 %'),
      comparison('tracing:intake', 'orders/s', 'POST /orders, 8 clients', intake, '100 %'),
    ];
  });
}

function comparison(name: string, unit: string, what: string, measured: Rounds, mode: Mode): Comparison {
  return {
    ...{ name, unit, subject: `${what}, traced at ${mode}`, baseline: `${what}, not traced`, aim: 0.93 },
    rounds: measured[mode].map((subject, i) => ({ subject, baseline: measured.off[i]! })),
  };
}
