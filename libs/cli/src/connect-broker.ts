import type { StreamTransport } from '@waybill/messaging/operations';
import type { JetStreamOptions } from '@waybill/messaging/jetstream';
import { brokerLogin } from './broker-login.js';
import { CliError } from './cli-error.js';
import { readState } from './state.js';

const CONNECT_WITHIN_MS = 5_000;

/**
 * Connects to the broker for as long as `work` takes: to the one that `NATS_URL` names, else to the one of the platform
 * on this data folder; with `NATS_CREDS`, `NATS_CA`, `NATS_CERT`, `NATS_KEY` and `NATS_NAMESPACE` as the services read them.
 *
 * @throws CliError `BROKER_UNAVAILABLE`, `CONFIG_INVALID`
 * @throws BrokerRefused an address, the credentials or the certificate cannot be used
 */
export async function withBroker<Result>(
  dataDir: string,
  work: (transport: StreamTransport, options: JetStreamOptions) => Promise<Result>,
): Promise<Result> {
  const { connectJetStream } = await import('@waybill/messaging/jetstream');
  const options = await brokerOptions(dataDir, process.env);
  const signal = AbortSignal.timeout(CONNECT_WITHIN_MS);
  const transport = await connectJetStream({ ...options, signal }).catch((cause: unknown) => {
    if (cause instanceof TypeError) {
      throw new CliError(`NATS_NAMESPACE: ${cause.message}`, { code: 'CONFIG_INVALID', cause });
    }
    if (!signal.aborted) throw cause;
    throw new CliError(`the broker does not respond within ${CONNECT_WITHIN_MS / 1000} s`, {
      code: 'BROKER_UNAVAILABLE',
      fix: 'npm run waybill -- doctor',
      cause,
    });
  });
  try {
    return await work(transport, options);
  } finally {
    await transport.close();
  }
}

/** @throws CliError `NOT_RUNNING`, unless `NATS_URL` is set */
export async function brokerOptions(dataDir: string, env: NodeJS.ProcessEnv): Promise<JetStreamOptions> {
  const addresses = env['NATS_URL'] || (await readState(dataDir)).nats;
  const namespace = env['NATS_NAMESPACE'] || undefined;
  const { inboxPrefixOf } = await import('@waybill/messaging/operations');
  const servers = addresses.split(',').map((address) => address.trim());
  const credentials = env['NATS_CREDS'] || undefined;
  return {
    servers,
    name: 'waybill-cli',
    inboxPrefix: inboxPrefixOf(brokerLogin(servers, credentials), namespace),
    credentials,
    ca: env['NATS_CA'] || undefined,
    certificate: env['NATS_CERT'] || undefined,
    key: env['NATS_KEY'] || undefined,
    namespace,
  };
}
