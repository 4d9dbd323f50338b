import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { EXCEPTION_FILTERS_METADATA, FILTER_CATCH_EXCEPTIONS } from '@nestjs/common/constants.js';
import { throwError } from 'rxjs';

/**
 * Where an error of a handler ends that none of its own exception filters takes. Nest's last filter turns every error into
 * "Internal server error"; the dispatcher decides by what was thrown, so here it arrives as it is. The application's
 * global filters, if the transport inherits them, come first.
 */
@Catch()
export class RethrowFilter implements ExceptionFilter {
  constructor(private readonly globalFilters: () => readonly ExceptionFilter[]) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    // Nest asks the filter that was registered last first.
    const filter = this.globalFilters().findLast((each) => takes(each, error));
    return filter ? filter.catch(error, host) : throwError(() => error);
  }

  /** Puts it behind the handler's own filters. */
  under(handler: object): void {
    const own = (Reflect.getMetadata(EXCEPTION_FILTERS_METADATA, handler) ?? []) as unknown[];
    const filters = [this, ...own.filter((filter) => !(filter instanceof RethrowFilter))];
    Reflect.defineMetadata(EXCEPTION_FILTERS_METADATA, filters, handler);
  }
}

function takes(filter: ExceptionFilter, error: unknown): boolean {
  const types = (Reflect.getMetadata(FILTER_CATCH_EXCEPTIONS, filter.constructor) ??
    []) as (new () => unknown)[];
  return types.length === 0 || types.some((type) => error instanceof type);
}
