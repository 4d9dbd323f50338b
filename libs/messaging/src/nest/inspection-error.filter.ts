import { Catch, Logger, type RpcExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { MessagingError } from '../errors.js';
import type { InspectionError } from '../inspection/protocol.js';

/** Replies with the code and the message of the error. */
@Catch()
export class InspectionErrorFilter implements RpcExceptionFilter {
  readonly #logger = new Logger('inspection');

  catch(error: unknown): Observable<never> {
    const isOurs = error instanceof MessagingError;
    if (!isOurs) this.#logger.warn('an inspection failed', error);
    const reply: InspectionError = {
      status: 'error',
      code: isOurs ? error.code : 'FAILED',
      message: error instanceof Error ? error.message : String(error),
    };
    return throwError(() => reply);
  }
}
