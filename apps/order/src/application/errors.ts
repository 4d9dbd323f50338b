import type { OrderStatus } from '../domain/order-status.js';

/** Base of what this service refuses to do. `code` is stable; the message is for people. */
export abstract class OrderError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

export class UnknownProducts extends OrderError {
  readonly code = 'unknown-product';

  constructor(
    /** Indexes of the lines. */
    readonly lines: readonly number[],
  ) {
    super('The order names products that are not in the catalogue');
  }
}

export class MixedCurrencies extends OrderError {
  readonly code = 'mixed-currencies';

  constructor(readonly lines: readonly number[]) {
    super('All products of an order must have one currency');
  }
}

export class OrderTooLarge extends OrderError {
  readonly code = 'order-too-large';

  constructor(options?: ErrorOptions) {
    super('The order is too large to be sent as one message: split it', options);
  }
}

export class IdempotencyKeyInUse extends OrderError {
  readonly code = 'idempotency-key-in-use';

  constructor() {
    super(
      'A request with this Idempotency-Key is being carried out: send it again in a moment for its answer',
    );
  }
}

export class IdempotencyKeyReused extends OrderError {
  readonly code = 'idempotency-key-reused';

  constructor() {
    super('This Idempotency-Key belongs to a request with another body: take a new key for a new request');
  }
}

export class OrderNotFound extends OrderError {
  readonly code = 'order-not-found';

  constructor() {
    super('There is no order with this id');
  }
}

export class OrderNotCancellable extends OrderError {
  readonly code = 'order-not-cancellable';

  constructor(readonly status: OrderStatus) {
    super(
      status === 'rejected'
        ? 'The order was rejected: there is nothing to cancel'
        : `The order is ${status} already`,
    );
  }
}
