import type { JetStreamManager } from '@nats-io/jetstream';
import { RequestError, type NatsConnection, type ServerInfo } from '@nats-io/transport-node';
import { BrokerRefused } from '../errors.js';
import type { Log } from '../log.js';

/** The oldest nats-server that this library works with. */
const LEAST_VERSION = [2, 12] as const;
/** What a server of that version says of its JetStream API. Builds that number themselves otherwise go by it. */
const LEAST_API_LEVEL = 2;

/** nats-server's default: the largest event that may be published, 900 KiB, with headers and the history of a dead letter. */
const NEEDED_PAYLOAD_BYTES = 1024 * 1024;

/**
 * Asked once, of the server that a process connects to first.
 *
 * @throws BrokerRefused the server is too old, or has no JetStream
 */
export async function requireFitServer(
  nats: Pick<NatsConnection, 'info' | 'getServer'>,
  jsm: Pick<JetStreamManager, 'getAccountInfo'>,
  log: Log,
): Promise<void> {
  const { info } = nats;
  if (!info) return;
  const server = nats.getServer();
  if (isTooOld(info)) {
    throw new BrokerRefused(
      `the nats-server at ${server} is version ${info.version}, and ${LEAST_VERSION.join('.')} or newer is needed: upgrade it`,
    );
  }
  if (!(await hasJetStream(info, jsm))) {
    throw new BrokerRefused(
      `the nats-server at ${server} (version ${info.version}) runs without JetStream: ` +
        'start it with --jetstream, or put "jetstream { store_dir: … }" into its configuration',
    );
  }
  if (info.max_payload < NEEDED_PAYLOAD_BYTES) {
    log.warn(
      { server, maxPayload: info.max_payload, needed: NEEDED_PAYLOAD_BYTES },
      `the broker accepts no message over ${info.max_payload} bytes, so larger events cannot be published: ` +
        `raise max_payload in the server's configuration to ${NEEDED_PAYLOAD_BYTES}, its default`,
    );
  }
}

function isTooOld({ version, api_lvl }: ServerInfo): boolean {
  if ((api_lvl ?? 0) >= LEAST_API_LEVEL) return false;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_VERSION;
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

/**
 * A server without JetStream may reach that of its cluster, or of the hub that it is a leaf of; so the JetStream API is
 * asked too. In a cluster silence may also mean that the servers with JetStream are down: an outage.
 */
async function hasJetStream(
  { jetstream, cluster }: ServerInfo,
  jsm: Pick<JetStreamManager, 'getAccountInfo'>,
): Promise<boolean> {
  if (jetstream || cluster) return true;
  try {
    await jsm.getAccountInfo();
    return true;
  } catch (error) {
    // Other errors (a timeout, no permission) do not mean that JetStream is disabled.
    const { cause } = Object(error) as { cause?: unknown };
    return !(cause instanceof RequestError && cause.isNoResponders());
  }
}
