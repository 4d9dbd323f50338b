import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import {
  connect,
  createInbox,
  credsAuthenticator,
  PermissionViolationError,
  TimeoutError,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { backoffMs } from '../backoff.js';
import { BrokerRefused, BrokerUnavailable } from '../errors.js';
import { brokerAddresses } from './broker-addresses.js';
import { certificateError, credentialsError, keyError } from './broker-files.js';
import { GatheredReplies } from './gathered-replies.js';
import { reconnectDelay } from './reconnect-delay.js';
import { tlsRefusal } from './tls-refusal.js';
import type { Log } from '../log.js';

/** Where the servers are, and how they and this process prove who they are. Files are read again at every reconnect, so that they may be rotated. */
export interface BrokerAccess {
  /** `nats://host:port` or `tls://…`; user and password, or a token, may stand before the host. */
  servers: readonly string[];
  /** Path of a credentials file (JWT and seed). */
  credentials?: string;
  /** Path of a PEM file with the authority that signed the server's certificate. */
  ca?: string;
  /** Path of a PEM file with this process's own certificate, for a server that asks for one. */
  certificate?: string;
  /** Path of a PEM file with the private key of `certificate`. */
  key?: string;
}

export interface BrokerOptions extends BrokerAccess {
  /** First token of the subjects that replies come to; default `_INBOX`, which a server cannot keep from other users. */
  inboxPrefix?: string;
  /** Shown in the server's connection list. */
  name: string;
  log: Log;
  /** Gives up waiting for the first connection. */
  signal?: AbortSignal;
  /** Called with the reason when an attempt to connect has failed; with undefined at each outage, until one is known. */
  failed?: (reason: string | undefined) => void;
}

const CONFIRM_MS = 3_000;
/** So long without a reply from JetStream, and another server is tried: this one may be cut off from the majority. */
const FAIL_OVER_MS = 5_000;
const FIRST_CONNECTION = { baseMs: 400, maxMs: 5_000 };
/** Shorter outages need no reason. */
const EXPLAIN_AFTER_MS = 3_000;

interface ConnectionEvents {
  /** Nothing sent and not yet replied to will get a reply. */
  lost: [];
  restored: [];
  /** The account may not publish to this subject. */
  denied: [subject: string, error: Error];
}

/**
 * A connection that is never given up: it reconnects forever, with jitter, also after an
 * authorisation error, since credentials get rotated. Subscriptions are made again by the client.
 */
export class BrokerConnection extends EventEmitter<ConnectionEvents> {
  #connected = true;
  #closing = false;
  #answeredAt = performance.now();
  #unansweredSince: number | undefined;
  /** So that one explanation at a time is looked for. */
  #outages = 0;
  /** The server that is being left for another one. */
  #leaving: string | undefined;

  readonly replies = new GatheredReplies();
  readonly log: Log;
  private readonly isCluster: boolean;
  readonly #settings: NodeConnectionOptions;
  readonly #failed: (reason: string | undefined) => void;

  private constructor(
    readonly nats: NatsConnection,
    settings: NodeConnectionOptions,
    { servers, log, failed = () => {} }: BrokerOptions,
  ) {
    super();
    this.log = log;
    this.isCluster = servers.length > 1;
    this.#settings = settings;
    this.#failed = failed;
    // One listener a subscription, and a service has a few dozen.
    this.setMaxListeners(0);
    void this.#watch();
  }

  /**
   * Waits for as long as the broker takes: a service may start before it.
   *
   * @throws BrokerRefused if waiting is pointless, because the addresses or files cannot be used
   */
  static async open(options: BrokerOptions): Promise<BrokerConnection> {
    const { log, signal } = options;
    const settings = connectionSettings(options);
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      try {
        const nats = await connect(settings);
        log.info(
          { server: nats.getServer(), version: nats.info?.version, name: options.name },
          'connected to the broker',
        );
        return new BrokerConnection(nats, settings, options);
      } catch (error) {
        const retryInMs = backoffMs(attempt, FIRST_CONNECTION);
        const reason = await reasonOf(error, settings);
        options.failed?.(reason);
        log.warn(
          { servers: settings.servers, err: error, reason, attempt, retryInMs },
          'cannot reach the broker yet',
        );
        await delay(retryInMs, undefined, { signal });
      }
    }
  }

  /** A subject for replies, unique and within what this user may subscribe to. */
  createInbox(): string {
    return createInbox(this.#settings.inboxPrefix);
  }

  get isConnected(): boolean {
    return this.#connected && !this.nats.isClosed();
  }

  /** @throws BrokerUnavailable at once, because waiting would fill a buffer that a reconnect discards. */
  assertConnected(): void {
    if (this.#closing) throw new BrokerUnavailable('the connection to the broker is being closed');
    if (!this.isConnected) throw new BrokerUnavailable('not connected to the broker');
  }

  /** A stream stored or delivered something: this server reaches a majority of its cluster. */
  answered(): void {
    this.#answeredAt = performance.now();
    this.#unansweredSince = undefined;
  }

  /**
   * Something that was sent at `since` got no response from a stream or consumer. That is an election, which is over in
   * seconds; but if nothing at all responds for longer, the server may be cut off, or stopped, while the others of the
   * cluster serve everybody else. The client would not leave it: to the client the connection is sound.
   */
  unanswered(since = performance.now()): void {
    this.#unansweredSince ??= Math.max(since, this.#answeredAt);
    const silentMs = performance.now() - this.#unansweredSince;
    if (!this.isCluster || !this.isConnected || this.#closing || silentMs < FAIL_OVER_MS) return;
    this.#leaving = this.nats.getServer();
    this.log.warn(
      { server: this.#leaving, silentMs },
      'JetStream does not respond through this server, trying another one',
    );
    this.answered();
    // It only closes the socket; what follows is reported as for any lost connection.
    void this.nats.reconnect();
  }

  /** From here on nothing more is sent; what is under way may still end. */
  refuseSending(): void {
    this.#closing = true;
  }

  /**
   * Waits until the server confirms or the connection is lost, but not until pings detect a server that does not respond:
   * a shutdown has less time than that.
   */
  async confirmed(reply: Promise<unknown>): Promise<void> {
    const late = delay(CONFIRM_MS, undefined, { ref: false });
    // What was not confirmed is the server's to decide: it delivers again what was not acknowledged.
    await Promise.race([reply, late]).catch(() => {});
  }

  async close(): Promise<void> {
    if (this.nats.isClosed()) return;
    this.replies.send();
    if (this.#connected) await this.confirmed(this.nats.drain());
    await this.nats.close();
  }

  /** The client's first reconnect begins with the server that it comes from; the next one does not. */
  #comesBack(): boolean {
    const sameAgain = this.#leaving !== undefined && this.#leaving === this.nats.getServer();
    this.#leaving = undefined;
    if (sameAgain) void this.nats.reconnect();
    return sameAgain;
  }

  /** The client reconnects without saying why that fails: a certificate has expired, a password was changed. */
  async #explain(): Promise<void> {
    const outage = ++this.#outages;
    this.#failed(undefined);
    for (let known: string | undefined; ;) {
      await delay(EXPLAIN_AFTER_MS, undefined, { ref: false });
      if (this.#connected || this.nats.isClosed() || outage !== this.#outages) return;
      const reason = await whyUnreachable(this.#settings);
      if (this.#connected || reason === known) continue;
      this.#failed((known = reason));
      this.log.warn({ servers: this.#settings.servers, reason }, 'cannot reach the broker');
    }
  }

  async #watch(): Promise<void> {
    const { nats, log } = this;
    for await (const status of nats.status()) {
      switch (status.type) {
        case 'disconnect':
          if (!this.#connected) break;
          this.#connected = false;
          log.warn({ server: status.server }, 'lost the broker, reconnecting');
          this.emit('lost');
          void this.#explain();
          break;
        case 'reconnect':
          if (this.#comesBack()) break;
          this.#connected = true;
          this.answered();
          log.info({ server: status.server, version: nats.info?.version }, 'reconnected to the broker');
          this.emit('restored');
          break;
        case 'error':
          log.error({ err: status.error }, 'the broker reported an error');
          if (status.error instanceof PermissionViolationError && status.error.operation === 'publish') {
            this.emit('denied', status.error.subject, status.error);
          }
          break;
        case 'ldm':
          log.info({ server: status.server }, 'the broker is about to shut down, moving to another server');
          break;
        case 'staleConnection':
          log.warn({}, 'the broker stopped responding to pings');
          break;
        default:
          break;
      }
    }
    this.#connected = false;
    this.emit('lost');
  }
}

/** Of an IP address, the client would look for "localhost" in the certificate. */
function unverifiable(address: string): string | undefined {
  const host = address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return undefined;
  return `TLS to ${address} cannot be verified by its IP address: use a name that the server's certificate holds`;
}

async function whyUnreachable(settings: NodeConnectionOptions): Promise<string | undefined> {
  try {
    const probe = await connect({ ...settings, reconnect: false, ignoreAuthErrorAbort: false });
    await probe.close();
    return undefined;
  } catch (error) {
    return reasonOf(error, settings);
  }
}

async function reasonOf(error: unknown, { servers, tls }: NodeConnectionOptions): Promise<string> {
  const [first] = [servers ?? []].flat();
  const refusal =
    error instanceof TimeoutError && tls && first !== undefined ? await tlsRefusal(first, tls) : undefined;
  return refusal ?? (error instanceof Error ? error.message : String(error));
}

/**
 * The settings of every connection, also of one that another client of NATS holds (Nest's request and reply).
 *
 * @throws BrokerRefused an address, or a credentials or certificate file, cannot be used
 */
export function connectionSettings({
  servers,
  name,
  credentials,
  ca,
  certificate,
  key,
  inboxPrefix,
}: Omit<BrokerOptions, 'log' | 'signal' | 'failed'>): NodeConnectionOptions {
  const { addresses, encrypted, ...login } = brokerAddresses(servers);
  const tls = encrypted || ca !== undefined || certificate !== undefined;
  // Only before the first connection: while a file is being rotated, a reconnect that cannot read it is tried again.
  const faults = [
    credentials && credentialsError(credentials),
    ca && certificateError(ca),
    certificate && certificateError(certificate),
    key && keyError(key),
    Boolean(certificate) !== Boolean(key) && 'a client certificate needs its key, and a key its certificate',
    ...(tls ? addresses.map(unverifiable) : []),
  ].filter(Boolean);
  if (faults.length > 0) throw new BrokerRefused(faults.join('\n'));
  return {
    servers: addresses,
    name,
    ...(inboxPrefix !== undefined && { inboxPrefix }),
    ...login,
    ...(credentials && { authenticator: credsAuthenticator(() => readFileSync(credentials)) }),
    ...(tls && { tls: { caFile: ca, certFile: certificate, keyFile: key } }),
    timeout: 5_000,
    maxReconnectAttempts: -1,
    reconnectDelayHandler: reconnectDelay(),
    ignoreAuthErrorAbort: true,
    // A peer that is down is detected after 20 to 30 s if the network does not report it; the default is 4 to 6 minutes.
    pingInterval: 10_000,
    // Capturing a stack trace for every request halves the request rate.
    noAsyncTraces: true,
  };
}
