import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { catchError, concatMap, from, map, throwError, type Observable } from 'rxjs';
import { Audit } from '../application/audit.js';
import { actorOf } from './access/actor.js';

const ACTION = 'waybill:audited';
const MOST_CHARACTERS = 500;

/** Records the route's changes with who makes them. For those that no service records in its own database. */
export const Audited = (action: string) =>
  applyDecorators(SetMetadata(ACTION, action), UseInterceptors(RecordsChange));

/**
 * Once the change was made, before the response says so; or that it failed, which may have changed a part. A payload is not
 * recorded: it may hold personal data, and the letter has it.
 */
@Injectable()
export class RecordsChange implements NestInterceptor {
  constructor(
    private readonly audit: Audit,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const change = {
      action: this.reflector.get<string>(ACTION, context.getHandler()),
      target: Object.values(request.params as Record<string, string>)
        .join(' ')
        .slice(0, MOST_CHARACTERS),
      ...actorOf(request),
    };
    return next.handle().pipe(
      concatMap((result: unknown) =>
        from(this.audit.record({ ...change, detail: detailOf(request.body) })).pipe(map(() => result)),
      ),
      catchError((error: unknown) => {
        const message = (error instanceof Error ? error.message : String(error)).slice(0, MOST_CHARACTERS);
        // The body may be what was wrong: it is not known to be of a size, or of a form, that could be kept.
        const recorded = this.audit.record({ ...change, detail: {}, error: message });
        return from(recorded).pipe(concatMap(() => throwError(() => error)));
      }),
    );
  }
}

function detailOf(body: unknown): Record<string, unknown> {
  const { by: _, payload, ...detail } = Object(body ?? {}) as Record<string, unknown>;
  return { ...detail, ...(payload !== undefined && { edited: true }) };
}
