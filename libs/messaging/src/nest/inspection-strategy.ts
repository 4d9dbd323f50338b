import { ServerNats, type MessageHandler } from '@nestjs/microservices';
import {
  inspectionSubject,
  PRESENCE_INTERVAL_MS,
  presenceSubject,
  type InspectionRequest,
  type Presence,
} from '../inspection/protocol.js';
import { BrokerConnection, type BrokerOptions } from '../jetstream/index.js';
import type { Log } from '../log.js';
import { ReplySerializer } from './reply-serializer.js';
import { INSPECTION_TRANSPORT } from './inspection.controller.js';

/**
 * Nest's request/reply over core NATS, on a connection of its own, so that a large reply does not delay events.
 * Like the connection for events, it does not wait for the broker at start and is never given up. While it is
 * connected, the process announces its presence.
 */
export class InspectionStrategy extends ServerNats {
  override transportId = INSPECTION_TRANSPORT;
  readonly #giveUp = new AbortController();
  #connection: BrokerConnection | undefined;
  #saying: NodeJS.Timeout | undefined;

  constructor(
    private readonly broker: Omit<BrokerOptions, 'signal'>,
    private readonly presence: () => Presence,
    private readonly namespace: string | undefined,
  ) {
    super({});
    this.serializer = new ReplySerializer(
      this.serializer as ConstructorParameters<typeof ReplySerializer>[0],
    );
  }

  override addHandler(
    request: InspectionRequest,
    callback: MessageHandler,
    isEventHandler?: boolean,
    extras?: Record<string, unknown>,
  ): void {
    const subject = inspectionSubject(this.presence().service, request, this.namespace);
    super.addHandler(subject, callback, isEventHandler, extras);
  }

  override async listen(callback: () => void): Promise<void> {
    void super.listen((error) => {
      if (error && !this.#giveUp.signal.aborted) {
        this.broker.log.error({ err: error }, 'inspection requests to this service get no reply');
      }
    });
    callback();
  }

  override async createNatsClient(): Promise<BrokerConnection['nats']> {
    const { signal } = this.#giveUp;
    const connection = await BrokerConnection.open({ ...this.broker, log: quiet(this.broker.log), signal });
    this.#connection = connection;
    // Closed while it connected: nothing else would close this connection.
    if (signal.aborted) await connection.close();
    else this.sayPresence(connection);
    return connection.nats;
  }

  /** The connection logs its own status. */
  override async handleStatusUpdates(): Promise<void> {}

  override async close(): Promise<void> {
    this.#giveUp.abort();
    clearInterval(this.#saying);
    await this.#connection?.close();
  }

  private sayPresence(connection: BrokerConnection): void {
    const subject = presenceSubject(this.namespace);
    const say = () => {
      // The client would buffer what is published while disconnected and send it all at once.
      if (!connection.isConnected) return;
      const packet = JSON.stringify({ pattern: subject, data: this.presence() });
      connection.nats.publish(subject, packet);
    };
    connection.on('restored', say);
    this.#saying = setInterval(say, PRESENCE_INTERVAL_MS);
    this.#saying.unref();
    say();
  }
}

/** The events' connection says the same at the same time, and louder. */
function quiet(log: Log): Log {
  const debug: Log['debug'] = (fields, message) => log.debug(fields, message);
  return { debug, info: debug, warn: debug, error: (fields, message) => log.error(fields, message) };
}
