import {
  DeadLetterIncomplete,
  DeadLetterNotFound,
  DeadLetterOrphaned,
  DeadLetterSettled,
  StreamNotFound,
} from '@waybill/messaging';
import { ProblemError } from '@waybill/service';
import { ImpossibleChange, ListeningEnded, NotKnown, TooManyListeners } from '../application/errors.js';
import { ServiceAway, ServiceRefused } from '../platform/service-inspector.js';
import { SupervisorAway, SupervisorRefused } from '../platform/supervisor.js';

/** The problem+json of the errors that only the console knows. */
export function problemOf(error: unknown): ProblemError | undefined {
  if (error instanceof NotKnown || error instanceof StreamNotFound) {
    return new ProblemError(404, error.message, { code: 'not-known', cause: error });
  }
  if (error instanceof DeadLetterNotFound) {
    return new ProblemError(404, 'There is no such dead letter.', {
      code: 'dead-letter-not-found',
      cause: error,
    });
  }
  if (error instanceof DeadLetterSettled) {
    return new ProblemError(409, error.message, {
      code: 'dead-letter-settled',
      members: { state: error.state },
      cause: error,
    });
  }
  if (error instanceof DeadLetterIncomplete) {
    return new ProblemError(409, error.message, { code: 'dead-letter-incomplete', cause: error });
  }
  if (error instanceof DeadLetterOrphaned) {
    return new ProblemError(409, error.message, { code: 'dead-letter-orphaned', cause: error });
  }
  if (error instanceof ImpossibleChange) {
    return new ProblemError(422, error.message, {
      code: 'impossible-change',
      errors: error.errors,
      cause: error,
    });
  }
  if (error instanceof SupervisorRefused) {
    return new ProblemError(error.status, error.message, { code: 'process-refused', cause: error });
  }
  if (error instanceof ServiceRefused) {
    return new ProblemError(502, error.message, { code: 'service-refused', cause: error });
  }
  if (error instanceof ServiceAway) return unavailable('service-away', error.message, 2, error);
  if (error instanceof SupervisorAway) return unavailable('supervisor-away', error.message, 2, error);
  if (error instanceof TooManyListeners || error instanceof ListeningEnded) {
    return unavailable('events-unavailable', error.message, 10, error);
  }
  return undefined;
}

function unavailable(code: string, detail: string, retryAfterS: number, cause: Error): ProblemError {
  return new ProblemError(503, detail, { code, headers: { 'retry-after': String(retryAfterS) }, cause });
}
