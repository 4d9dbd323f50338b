import { BusinessError, type InputError } from '@waybill/service/errors';

/** More pages listen than the console allows. */
export class TooManyListeners extends BusinessError {
  constructor(limit: number) {
    super(
      'unavailable',
      'events-unavailable',
      `${limit} pages are connected to the console already, the most at a time. Close one, or try again later.`,
      { retryAfterS: 10 },
    );
  }
}

/** The console is shutting down. */
export class ListeningEnded extends BusinessError {
  constructor() {
    super('unavailable', 'events-unavailable', 'The console is shutting down.', { retryAfterS: 10 });
  }
}

/** What was asked for does not exist, or no part of the platform knows it. */
export class NotKnown extends BusinessError {
  constructor(message: string) {
    super('not-found', 'not-known', message);
  }
}

/** A change that is not possible: where in the request, and why. */
export class ImpossibleChange extends BusinessError {
  constructor(errors: readonly InputError[]) {
    const message = errors.map((error) => error.message).join('; ');
    super('unprocessable', 'impossible-change', message, { errors });
  }
}
