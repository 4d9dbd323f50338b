import { ProblemError, type ProblemExtras } from '@waybill/service';
import {
  IdempotencyKeyInUse,
  IdempotencyKeyReused,
  MixedCurrencies,
  OrderError,
  OrderNotCancellable,
  OrderNotFound,
  OrderTooLarge,
  UnknownProducts,
} from '../application/errors.js';

/** The one place where this service's errors meet HTTP. What is not named here is answered as every service answers it. */
export function asProblem(error: unknown): never {
  throw error instanceof OrderError ? toProblem(error) : error;
}

function toProblem(error: OrderError): ProblemError {
  if (error instanceof OrderNotFound) return problem(404, error);
  if (error instanceof OrderNotCancellable) return problem(409, error, { members: { status: error.status } });
  if (error instanceof IdempotencyKeyInUse) return problem(409, error, { headers: { 'retry-after': '1' } });
  if (error instanceof IdempotencyKeyReused) {
    return problem(422, error, { errors: [{ pointer: '/idempotency-key', message: error.message }] });
  }
  if (error instanceof UnknownProducts) {
    return problem(422, error, { errors: lineFaults(error.lines, 'is not in the catalogue') });
  }
  if (error instanceof MixedCurrencies) {
    return problem(422, error, {
      errors: lineFaults(error.lines, 'has another currency than the first line'),
    });
  }
  if (error instanceof OrderTooLarge) {
    return problem(422, error, { errors: [{ pointer: '/lines', message: error.message }] });
  }
  return problem(409, error);
}

function problem(status: number, error: OrderError, extras: ProblemExtras = {}): ProblemError {
  return new ProblemError(status, error.message, { code: error.code, cause: error, ...extras });
}

function lineFaults(lines: readonly number[], message: string) {
  return lines.slice(0, 100).map((index) => ({ pointer: `/lines/${index}/productId`, message }));
}
