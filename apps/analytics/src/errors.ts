import { BusinessError } from '@waybill/service/errors';
import type { Bucket } from './persistence/figures.js';

/** Maximum number of buckets in a response: more than the hours of a year. */
export const MAX_BUCKETS = 10_000;

export class TooManyBuckets extends BusinessError {
  constructor(bucket: Bucket) {
    const message = `The period has orders in more than ${MAX_BUCKETS} buckets of one ${bucket}. Narrow it with "from" and "to", or use larger buckets.`;
    super('invalid', 'too-many-buckets', message, { errors: [{ pointer: '/bucket', message }] });
  }
}

export class TooManyListeners extends BusinessError {
  constructor(limit: number) {
    const message = `The maximum of ${limit} clients already follow the live figures. Try again later.`;
    super('unavailable', 'live-figures-unavailable', message, { retryAfterS: 10 });
  }
}

export class ListeningEnded extends BusinessError {
  constructor() {
    const message = 'The service is shutting down. Connect again in a moment.';
    super('unavailable', 'live-figures-unavailable', message, { retryAfterS: 10 });
  }
}

export class EventsNotStored extends BusinessError {
  constructor(cause: Error) {
    const message =
      'The broker did not store every event. Send all of them again with the same eventIds: each counts once.';
    super('unavailable', 'events-not-stored', message, { retryAfterS: 5, cause });
  }
}
