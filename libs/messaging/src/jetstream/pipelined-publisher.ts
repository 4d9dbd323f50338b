import type { Msg } from '@nats-io/transport-node';
import { BrokerUnavailable, MessagingError, NoStreamForSubject, PublishRefused } from '../errors.js';
import type { Namespace } from '../transport/namespace.js';
import type { OutgoingMessage, Published, Publisher } from '../transport/transport.js';
import { readPublishAck } from './broker-reply.js';
import type { BrokerConnection } from './broker-connection.js';
import { encodeHeaders } from './message-headers.js';

const ACK_TIMEOUT_MS = 5_000;

interface Waiting {
  subject: string;
  deadline: number;
  resolve: (published: Published) => void;
  reject: (error: MessagingError) => void;
}

/**
 * Publishes with a reply subject of its own, `<inbox>.<number>`, and one subscription for all acknowledgements.
 *
 * The client's `js.publish` makes a request of each message: a timer, four promises and a random token.
 * Measured, 400-byte bodies, 6 headers, window 512, server on the same 2 cores: 24,000 to 32,000/s and 32
 * to 45 µs CPU a message, against 1.2 to 2.3 times that rate this way, in eight paired runs. It also lets
 * messages that were lost with a connection time out; here they fail at once.
 */
export class PipelinedPublisher implements Publisher {
  readonly #inbox: string;
  /** In the order sent, which is the order of the deadlines too. */
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #idle: (() => void)[] = [];

  constructor(
    private readonly connection: BrokerConnection,
    private readonly namespace: Namespace,
  ) {
    this.#inbox = connection.createInbox();
    connection.nats.subscribe(`${this.#inbox}.*`, {
      // A throw in here would end the client's reading for good.
      callback: (error, reply) => {
        if (error) this.#rejectAll(() => true, 'its acknowledgement may not be received', error);
        else this.#onReply(reply);
      },
    });
    connection.on('lost', () =>
      this.#rejectAll(() => true, 'the connection was lost before the broker acknowledged'),
    );
    connection.on('denied', (subject, cause) =>
      this.#rejectAll((waiting) => waiting.subject === subject, 'the broker does not permit it', cause),
    );
  }

  publish(message: OutgoingMessage): Promise<Published> {
    return new Promise((resolve, reject) => {
      const number = ++this.#last;
      const subject = this.namespace.subject(message.subject);
      this.#send(message, subject, `${this.#inbox}.${number}`);
      this.#waiting.set(number, {
        subject,
        deadline: performance.now() + ACK_TIMEOUT_MS,
        resolve,
        reject,
      });
      if (!this.#timer) this.#timer = setTimeout(this.#expire, ACK_TIMEOUT_MS).unref();
    });
  }

  #send({ id, headers, body, expectNew }: OutgoingMessage, subject: string, reply: string): void {
    this.connection.assertConnected();
    // It would break the protocol, and the server the connection.
    if (/\s/.test(subject)) throw new PublishRefused(`"${subject}" is not a subject: it holds white space`);
    const encoded = encodeHeaders(id, headers, expectNew === true);
    try {
      this.connection.nats.publish(subject, body, { headers: encoded, reply });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      if (this.connection.nats.isClosed() || this.connection.nats.isDraining()) {
        throw new BrokerUnavailable(`the connection is closed: ${reason}`, { cause });
      }
      // What is left are the client's own checks: no subject at all, or more than the server's max_payload.
      throw new PublishRefused(`cannot be published to "${subject}": ${reason}`, { cause });
    }
  }

  /** Resolves once every message sent is acknowledged or given up: no later than the timeout of an acknowledgement. */
  async flushed(): Promise<void> {
    if (this.#waiting.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #onReply(reply: Msg): void {
    const number = Number(reply.subject.slice(this.#inbox.length + 1));
    const waiting = this.#waiting.get(number);
    if (!waiting) return;
    this.#waiting.delete(number);
    const outcome = readPublishAck(waiting.subject, reply);
    if (outcome instanceof NoStreamForSubject) this.connection.unanswered();
    else this.connection.answered();
    if (outcome instanceof MessagingError) waiting.reject(outcome);
    else {
      outcome.stream = this.namespace.ownStream(outcome.stream);
      waiting.resolve(outcome);
    }
    this.#checkIdle();
  }

  readonly #expire = (): void => {
    this.#timer = undefined;
    const now = performance.now();
    for (const [number, { subject, deadline, reject }] of this.#waiting) {
      if (deadline > now) {
        this.#timer = setTimeout(this.#expire, deadline - now).unref();
        return;
      }
      this.#waiting.delete(number);
      this.connection.unanswered(deadline - ACK_TIMEOUT_MS);
      reject(
        new BrokerUnavailable(
          `the broker did not acknowledge a publish to "${subject}" in ${ACK_TIMEOUT_MS} ms`,
        ),
      );
    }
    this.#checkIdle();
  };

  #rejectAll(which: (waiting: Waiting) => boolean, why: string, cause?: Error): void {
    for (const [number, waiting] of this.#waiting) {
      if (!which(waiting)) continue;
      this.#waiting.delete(number);
      waiting.reject(new BrokerUnavailable(`"${waiting.subject}": ${why}`, { cause }));
    }
    this.#checkIdle();
  }

  #checkIdle(): void {
    if (this.#waiting.size > 0 || this.#idle.length === 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
