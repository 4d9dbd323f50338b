/** Base of every error that this library throws. `code` is stable: match on it, never on the text. */
export abstract class MessagingError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

const MAX_DELAY_MS = 7 * 24 * 60 * 60 * 1000;

/** Thrown by a handler to have its message delivered again after `delayMs`. Counts as a failed attempt; the last one dead-letters. */
export class RetryLater extends MessagingError {
  readonly code = 'RETRY_LATER';

  /**
   * @param delayMs 0 to a week
   * @throws RangeError
   */
  constructor(
    message: string,
    readonly delayMs: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    if (!(delayMs >= 0 && delayMs <= MAX_DELAY_MS)) {
      throw new RangeError(
        `RetryLater("${message}"): delayMs must be 0 to ${MAX_DELAY_MS} (a week), not ${delayMs}`,
      );
    }
  }
}

/** Thrown by a handler if another attempt is pointless: the message is dead-lettered at once. */
export class DeadLetterNow extends MessagingError {
  readonly code = 'DEAD_LETTER_NOW';
}

/** Thrown by a handler if nothing is to be done for the message: acknowledged, logged, its transaction rolled back. */
export class Discard extends MessagingError {
  readonly code = 'DISCARD';
}

/**
 * Thrown by a handler if something that it calls is down, for every message and not for this one. Not an attempt: the message
 * is given back, and the consumer pulls nothing until a probe, one message every few seconds, does not throw this.
 */
export class DependencyDown extends MessagingError {
  readonly code = 'DEPENDENCY_DOWN';

  /** @param dependency its name, a declared word: health, console and logs show it */
  constructor(
    readonly dependency: string,
    options?: ErrorOptions,
  ) {
    super(`${dependency} is down`, options);
  }
}

/** The data does not fit the contract. Thrown to the publisher, and nothing is written or sent; a consumer dead-letters such a message at once. */
export class InvalidPayload extends MessagingError {
  readonly code = 'INVALID_PAYLOAD';
}

/**
 * The event cannot be sent as it is: too large, without a key, with a reserved header, or not declared in `publishes`.
 * Thrown to the publisher, and nothing is written or sent. If a handler does not catch it, its own message is
 * dead-lettered at once, because another attempt would publish the same.
 */
export class InvalidMessage extends MessagingError {
  readonly code = 'INVALID_MESSAGE';
}

/** The service has not declared this event in `publishes`, or another service owns it. Thrown at append or publish; nothing was written. */
export class EventNotDeclared extends InvalidMessage {}

/**
 * A handler, or the task of a schedule, did not end within its `timeout`: a failed attempt like any other. Its transaction is rolled back and its
 * `tx` ended, even if the handler continues.
 */
export class HandlerTimedOut extends MessagingError {
  readonly code = 'HANDLER_TIMED_OUT';

  constructor(handler: string, timeoutMs: number) {
    super(`${handler} did not end within its timeout of ${timeoutMs} ms`);
  }
}

/** A handler was still running when the shutdown's deadline passed. Does not count as an attempt: its message is given back. */
export class ShutdownDeadline extends MessagingError {
  readonly code = 'SHUTDOWN_DEADLINE';

  constructor() {
    super('the service is shutting down and waits no longer for this handler');
  }
}

/** A statement was issued on a `tx` whose transaction had ended. It was not sent. */
export class TransactionEnded extends MessagingError {
  readonly code = 'TRANSACTION_ENDED';
}

/** The broker refused this message, and would refuse it again: it was not stored. */
export class PublishRefused extends MessagingError {
  readonly code = 'PUBLISH_REFUSED';
}

/** The message was to be the first one of its subject, and another one is there. */
export class SubjectTaken extends PublishRefused {}

/** The broker did not acknowledge. It may or may not have stored the message; send it again with the same id. */
export class BrokerUnavailable extends MessagingError {
  readonly code = 'BROKER_UNAVAILABLE';
}

/** The broker denies it to the user that this process logs in as. Worth another attempt: permissions change while processes run. */
export class BrokerDenied extends BrokerUnavailable {}

/** The broker is connected, and no stream takes this subject: not stored. Subjects of other streams may be taken. */
export class NoStreamForSubject extends BrokerUnavailable {}

/**
 * The process cannot work as configured or assembled, and a restart changes nothing: unlike in an outage, it should exit
 * with status 78 (`EX_CONFIG`). The message says what is wrong, why, and what to do.
 */
export abstract class ConfigurationRefused extends MessagingError {}

/** What a service declares (events that it publishes, subscriptions, handlers) does not fit together. Names all errors. */
export class WiringRefused extends ConfigurationRefused {
  readonly code = 'WIRING_REFUSED';

  constructor(readonly reasons: readonly string[]) {
    super(`What it declares does not fit together:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`);
  }
}

/** An address, credentials or certificate file that cannot be used, or a server without what this library needs. */
export class BrokerRefused extends ConfigurationRefused {
  readonly code = 'BROKER_REFUSED';
}

/** The database lacks tables or columns that this version of the library works with. */
export class TablesRefused extends ConfigurationRefused {
  readonly code = 'TABLES_REFUSED';
}

/** A declared stream or consumer differs from the broker's in a way that cannot be changed in place. */
export class TopologyRefused extends ConfigurationRefused {
  readonly code = 'TOPOLOGY_REFUSED';
}

/** The broker has no such stream. Reconcile, or start the service that declares it. */
export class StreamNotFound extends MessagingError {
  readonly code = 'STREAM_NOT_FOUND';
}

/** A consumer cannot be moved, rebuilt or pruned as requested. The message says why, and what to do instead. */
export class ConsumerOperationRefused extends MessagingError {
  readonly code = 'CONSUMER_OPERATION_REFUSED';
}
