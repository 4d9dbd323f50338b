import { BusinessError } from '@waybill/service/errors';
import type { OrderStatus } from './domain/order-status.js';

export class UnknownProducts extends BusinessError {
  /** @param lines indexes of the lines */
  constructor(lines: readonly number[]) {
    super('unprocessable', 'unknown-product', 'The order names products that are not in the catalogue', {
      errors: lineErrors(lines, 'is not in the catalogue'),
    });
  }
}

export class MixedCurrencies extends BusinessError {
  /** @param lines indexes of the lines */
  constructor(lines: readonly number[]) {
    super('unprocessable', 'mixed-currencies', 'All products of an order must have one currency', {
      errors: lineErrors(lines, 'has a different currency than the first line'),
    });
  }
}

export class OrderTooLarge extends BusinessError {
  constructor(options?: ErrorOptions) {
    const message = 'The order is too large to be sent as one message: split it';
    super('unprocessable', 'order-too-large', message, {
      errors: [{ pointer: '/lines', message }],
      ...options,
    });
  }
}

export class RecipientNotTaken extends BusinessError {
  constructor(options?: ErrorOptions) {
    const message =
      'This shop takes no recipients: it has no PERSONAL_DATA_KEY, without which personal data is not stored';
    super('unprocessable', 'recipient-not-taken', message, {
      errors: [{ pointer: '/recipient', message }],
      ...options,
    });
  }
}

export class IdempotencyKeyInUse extends BusinessError {
  constructor() {
    super(
      'conflict',
      'idempotency-key-in-use',
      'A request with this Idempotency-Key is in progress: repeat it in a moment to get its response',
      { retryAfterS: 1 },
    );
  }
}

export class IdempotencyKeyReused extends BusinessError {
  constructor() {
    const message =
      'This Idempotency-Key was used for a request with another body: use a new key for a new request';
    super('unprocessable', 'idempotency-key-reused', message, {
      errors: [{ pointer: '/idempotency-key', message }],
    });
  }
}

export class OrderNotFound extends BusinessError {
  constructor() {
    super('not-found', 'order-not-found', 'There is no order with this id');
  }
}

export class ProductNotFound extends BusinessError {
  constructor() {
    super('not-found', 'product-not-found', 'There is no product with this id');
  }
}

export class OrderNotCancellable extends BusinessError {
  constructor(readonly status: OrderStatus) {
    super(
      'conflict',
      'order-not-cancellable',
      status === 'rejected'
        ? 'The order was rejected: there is nothing to cancel'
        : `The order is ${status} already`,
      { members: { status } },
    );
  }
}

function lineErrors(lines: readonly number[], message: string) {
  return lines.map((index) => ({ pointer: `/lines/${index}/productId`, message }));
}
