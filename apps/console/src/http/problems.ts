import {
  DeadLetterIncomplete,
  DeadLetterNotFound,
  DeadLetterOrphaned,
  DeadLetterResolved,
  StreamNotFound,
} from '@waybill/messaging/operations';
import { ProblemError, type ProblemExtras } from '@waybill/service';
import { ServiceRefused } from '../platform/service-inspector.js';

/** The problem+json of the messaging library's errors, and of the services' own. */
export function problemOf(error: unknown): ProblemError | undefined {
  const problem = (
    status: number,
    code: string,
    { message }: Pick<Error, 'message'>,
    extras?: ProblemExtras,
  ) => new ProblemError(status, message, { code, cause: error, ...extras });
  if (error instanceof StreamNotFound) return problem(404, 'not-known', error);
  // Its own message is for the command line.
  if (error instanceof DeadLetterNotFound) {
    return problem(404, 'dead-letter-not-found', { message: 'There is no such dead letter.' });
  }
  if (error instanceof DeadLetterResolved) {
    return problem(409, 'dead-letter-resolved', error, { members: { state: error.state } });
  }
  if (error instanceof DeadLetterIncomplete) return problem(409, 'dead-letter-incomplete', error);
  if (error instanceof DeadLetterOrphaned) return problem(409, 'dead-letter-orphaned', error);
  if (error instanceof ServiceRefused) return problem(502, 'service-refused', error);
  return undefined;
}
