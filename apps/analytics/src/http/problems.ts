import { PublishRefused } from '@waybill/messaging';
import { ProblemError } from '@waybill/service';
import { ListeningEnded, TooManyBuckets, TooManyListeners } from '../application/errors.js';

/**
 * The one place where this service's errors meet HTTP. What is not named here is answered as every service
 * answers it: a broker or database that is down with 503, the unexpected with 500.
 */
export function asProblem(error: unknown): never {
  if (error instanceof TooManyBuckets) {
    throw new ProblemError(400, error.message, {
      code: 'too-many-buckets',
      errors: [{ pointer: '/bucket', message: error.message }],
      cause: error,
    });
  }
  if (error instanceof TooManyListeners || error instanceof ListeningEnded) {
    throw unavailable('live-figures-unavailable', error.message, 10, error);
  }
  if (error instanceof PublishRefused) {
    throw unavailable(
      'events-not-stored',
      'The broker did not store every event. Send all of them again with the same eventIds: none counts twice.',
      5,
      error,
    );
  }
  throw error;
}

function unavailable(code: string, detail: string, retryAfterS: number, cause: Error): ProblemError {
  return new ProblemError(503, detail, { code, headers: { 'retry-after': String(retryAfterS) }, cause });
}
