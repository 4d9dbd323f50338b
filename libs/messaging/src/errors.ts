/** Base of every error that this library throws. `code` is stable: match on it, not on the text. */
export abstract class MessagingError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

const MAX_DELAY_MS = 7 * 24 * 60 * 60 * 1000;

/** What a handler throws to have its message again, after the delay it names. Counts as a failed attempt. */
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

/** What a handler throws when another attempt is no use: the message is dead-lettered at once. */
export class DeadLetterNow extends MessagingError {
  readonly code = 'DEAD_LETTER_NOW';
}

/** What a handler throws when the message needs no effect at all: acknowledged, logged, its transaction rolled back. */
export class Discard extends MessagingError {
  readonly code = 'DISCARD';
}

/** The payload does not fit the contract. At append or publish the caller sees it; on consume it is dead-lettered at once. */
export class InvalidPayload extends MessagingError {
  readonly code = 'INVALID_PAYLOAD';
}

/**
 * The message can not be sent as it is: too large, without a key, or with a header that would change what the broker
 * does. At append or publish the caller sees it; a handler that publishes such a message has its own dead-lettered at
 * once, because another attempt would publish the same.
 */
export class InvalidMessage extends MessagingError {
  readonly code = 'INVALID_MESSAGE';
}

/** The service has not declared this event in `publishes`, or another service owns it. Thrown at append or publish; nothing was written. */
export class EventNotDeclared extends InvalidMessage {}

/**
 * A handler did not end within its `timeout`: a failed attempt like any other. Its transaction is rolled back and its
 * handle dead, whatever the handler goes on to do.
 */
export class HandlerTimedOut extends MessagingError {
  readonly code = 'HANDLER_TIMED_OUT';

  constructor(handler: string, timeoutMs: number) {
    super(`${handler} did not end within the ${timeoutMs} ms that its subscription allows`);
  }
}

/** A handler was still running when the shutdown's deadline passed. Counts as no attempt: its message is given back. */
export class ShutdownDeadline extends MessagingError {
  readonly code = 'SHUTDOWN_DEADLINE';

  constructor() {
    super('the service is shutting down and waits no longer for this handler');
  }
}

/** A statement came through a transaction's handle after the transaction had ended. It was not sent. */
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

/** The broker is connected, and no stream takes this subject: not stored. Subjects of other streams may be taken. */
export class NoStreamForSubject extends BrokerUnavailable {}

/**
 * The process cannot work as it is configured or put together, and starting it again changes nothing: whoever runs it
 * ends it as a fault of the configuration (`EX_CONFIG`, 78), where an outage is waited for. The message names what is
 * wrong, why, and what to do.
 */
export abstract class ConfigurationRefused extends MessagingError {}

/** What a service declares (events that it publishes, subscriptions, handlers) does not fit together. Names all faults. */
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

/** Nothing to read from: the broker has no such stream. Reconcile, or start the service that declares it. */
export class StreamNotFound extends MessagingError {
  readonly code = 'STREAM_NOT_FOUND';
}

/** A consumer is not moved, rebuilt or pruned as was asked. The message says why, and what to do instead. */
export class ConsumerOperationRefused extends MessagingError {
  readonly code = 'CONSUMER_OPERATION_REFUSED';
}
