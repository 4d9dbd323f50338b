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

/** The consumer would refuse the edited payload: where in it, and why. */
export class EditRefused extends BusinessError {
  constructor(errors: readonly InputError[]) {
    const message = `The consumer would refuse this payload: ${errors.map(({ pointer, message }) => `${pointer || 'it'} ${message}`).join('; ')}`;
    super('unprocessable', 'edit-refused', message, { errors });
  }
}

/** A job that has ended cannot be cancelled. */
export class JobEnded extends BusinessError {
  constructor({ id, state, finishedAt }: { id: string; state: string; finishedAt?: string }) {
    super('conflict', 'job-ended', `Job ${id} was ${state} at ${finishedAt}.`);
  }
}
