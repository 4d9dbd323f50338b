import type { DeadLetterQueue } from '@waybill/messaging/operations';
import { CliError } from './cli-error.js';
import { withBroker } from './connect-broker.js';
import { consoleUrlOf } from './state.js';

export type DeadLetters = Pick<DeadLetterQueue, 'list' | 'show' | 'replay' | 'discard'>;

/** Connects to the broker for as long as `work` takes. A replay is traced: where `OTEL_*` says, else in the console. */
export async function withDeadLetters<Result>(
  dataDir: string,
  work: (deadLetters: DeadLetters) => Promise<Result>,
): Promise<Result> {
  const { DeadLetterQueue } = await import('@waybill/messaging/operations');
  const { readTelemetryConfig, startTelemetry } = await import('@waybill/telemetry/register');
  const { telemetryTo } = await import('@waybill/stack');
  const toConsole = telemetryTo(await consoleUrlOf(dataDir), process.env);
  const tracesOnly = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
  Object.assign(process.env, toConsole, toConsole['OTEL_EXPORTER_OTLP_ENDPOINT'] && tracesOnly);
  const { config, errors } = readTelemetryConfig();
  if (errors.length > 0) {
    throw new CliError(errors.join('; '), { code: 'CONFIG_INVALID', fix: 'correct or unset what is named' });
  }
  const telemetry = await startTelemetry('waybill-cli', config);
  try {
    return await withBroker(dataDir, (transport) => work(new DeadLetterQueue(transport, transport.reader)));
  } finally {
    await telemetry.shutdown();
  }
}

type Filter = Parameters<DeadLetters['list']>[0];

/** None before the first service has started: it makes the stream. */
export async function listDeadLetters(
  deadLetters: Pick<DeadLetters, 'list'>,
  filter: Filter,
): ReturnType<DeadLetters['list']> {
  return deadLetters.list(filter).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'STREAM_NOT_FOUND') return [];
    throw error;
  });
}
