import type { DeadLetterDesk } from '@waybill/messaging';
import { CliError } from './cli-error.ts';
import type { StackState } from './state.ts';

/** What the command needs of the desk. */
export type DeadLetters = Pick<DeadLetterDesk, 'list' | 'show' | 'replay' | 'discard'>;

const CONNECT_WITHIN_MS = 5_000;

/** Connects to the stack's broker for as long as `work` takes. */
export async function withDeadLetters<Result>(
  state: StackState,
  work: (deadLetters: DeadLetters) => Promise<Result>,
): Promise<Result> {
  const { DeadLetterDesk } = await import('@waybill/messaging');
  const { connectJetStream } = await import('@waybill/messaging/jetstream');
  const { readTelemetryConfig, startTelemetry } = await import('@waybill/telemetry/register');
  const { telemetryTo } = await import('@waybill/stack');
  // A replay begins a trace of its own, which is recorded like any other: where OTEL_* says, else in the console.
  const toConsole = telemetryTo(state.urls['console'], process.env);
  const tracesAlone = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
  Object.assign(process.env, toConsole, toConsole['OTEL_EXPORTER_OTLP_ENDPOINT'] && tracesAlone);
  const { config, faults } = readTelemetryConfig();
  if (faults.length > 0) {
    throw new CliError(faults.join('; '), { code: 'CONFIG_INVALID', fix: 'correct or unset what is named' });
  }
  const telemetry = await startTelemetry('waybill-cli', config);
  const transport = await connectJetStream({
    servers: [state.nats],
    name: 'waybill-cli',
    namespace: process.env['NATS_NAMESPACE'] || undefined,
    signal: AbortSignal.timeout(CONNECT_WITHIN_MS),
  }).catch((cause: unknown) => {
    throw new CliError(`the broker does not answer within ${CONNECT_WITHIN_MS / 1000} s`, {
      code: 'BROKER_UNAVAILABLE',
      fix: 'npm run waybill -- doctor',
      cause,
    });
  });
  try {
    return await work(new DeadLetterDesk(transport));
  } finally {
    await transport.close();
    await telemetry.shutdown();
  }
}
