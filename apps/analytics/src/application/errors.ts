import type { Bucket } from './figures.js';

/** Most buckets in one answer: a year of hours, with room to spare. */
export const MAX_BUCKETS = 10_000;

export class TooManyBuckets extends Error {
  readonly code = 'TOO_MANY_BUCKETS';
  override readonly name = 'TooManyBuckets';

  constructor(bucket: Bucket) {
    super(
      `The period has orders in more than ${MAX_BUCKETS} buckets of one ${bucket}. Narrow it with "from" and "to", or take a wider bucket.`,
    );
  }
}

export class TooManyListeners extends Error {
  readonly code = 'TOO_MANY_LISTENERS';
  override readonly name = 'TooManyListeners';

  constructor(limit: number) {
    super(`${limit} clients are listening to the live figures already. Try again later.`);
  }
}

export class ListeningEnded extends Error {
  readonly code = 'LISTENING_ENDED';
  override readonly name = 'ListeningEnded';

  constructor() {
    super('The service is shutting down. Connect again in a moment.');
  }
}
