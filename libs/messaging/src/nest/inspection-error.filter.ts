import { Catch, Logger, type RpcExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { MessagingError } from '../errors.js';
import type { InspectionError } from '../inspection/protocol.js';

/** Tells the asker what went wrong, in words that are of use to him. */
@Catch()
export class InspectionErrorFilter implements RpcExceptionFilter {
  readonly #logger = new Logger('inspection');

  catch(error: unknown): Observable<never> {
    const isOurs = error instanceof MessagingError;
    if (!isOurs) this.#logger.warn('an inspection failed', error);
    const answer: InspectionError = {
      status: 'error',
      code: isOurs ? error.code : 'FAILED',
      message: error instanceof Error ? error.message : String(error),
    };
    return throwError(() => answer);
  }
}
