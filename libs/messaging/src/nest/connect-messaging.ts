import { Catch, type ExceptionFilter, type INestApplication } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { MessagingStrategy } from './messaging-strategy.js';

/** Nest's own filter turns every error into "Internal server error"; ours must arrive as what they are. */
@Catch()
class RethrowFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** Connects the consumers of `MessagingModule` to the application; `app.startAllMicroservices()` starts them. */
export function connectMessaging(app: INestApplication): void {
  app.connectMicroservice({ strategy: app.get(MessagingStrategy) }).useGlobalFilters(new RethrowFilter());
}
