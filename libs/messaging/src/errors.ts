/** Base of every error that this library throws. `code` is stable: match on it, not on the text. */
export abstract class MessagingError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What a handler throws to have its message again, after the delay it names. Counts as a failed attempt. */
export class RetryLater extends MessagingError {
  readonly code = 'RETRY_LATER';

  constructor(
    message: string,
    readonly delayMs: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
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

/** The message can not be sent as it is: too large, or a header that would change what the broker does. Thrown at append. */
export class InvalidMessage extends MessagingError {
  readonly code = 'INVALID_MESSAGE';
}

/** The broker said no to this very message. */
export class PublishRefused extends MessagingError {
  readonly code = 'PUBLISH_REFUSED';

  constructor(
    message: string,
    /** JetStream's own error code (10071, or 10164 from a cluster: the subject held a message already), 0 where it gave none. */
    readonly brokerCode: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get isConflict(): boolean {
    return this.brokerCode === 10071 || this.brokerCode === 10164;
  }
}

/** The broker did not answer. Nothing is known of the message; the same id may be sent again. */
export class BrokerUnavailable extends MessagingError {
  readonly code = 'BROKER_UNAVAILABLE';
}

/** The broker is there, and no stream takes this subject: not stored. Subjects of other streams may well be taken. */
export class NoStreamForSubject extends BrokerUnavailable {}

/** A declared stream or consumer differs from the broker's in a way that cannot be changed in place. */
export class TopologyRefused extends MessagingError {
  readonly code = 'TOPOLOGY_REFUSED';
}

/** Nothing to read from: the broker has no such stream. Reconcile, or start the service that declares it. */
export class StreamNotFound extends MessagingError {
  readonly code = 'STREAM_NOT_FOUND';
}
