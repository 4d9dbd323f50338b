import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from '@waybill/console-api';
import type { FastifyRequest } from 'fastify';

/** Who makes a change, for the record. */
export interface Actor {
  /** Undefined: nobody was asked, and the request does not say. */
  by: string | undefined;
  verifiedBy: Caller['verifiedBy'] | undefined;
}

const callers = new WeakMap<object, Caller>();

/** Called once it is known who sends the request. */
export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/**
 * A signed-in caller is who they are, whatever the request says. A token is shared: the name that the request gives stands
 * before that of the token.
 */
export function actorOf(request: FastifyRequest): Actor {
  const caller = callers.get(request);
  const said = claimed(request.body);
  if (!caller) return { by: said, verifiedBy: undefined };
  const { name, verifiedBy } = caller;
  return { by: verifiedBy === 'token' && said ? `${said} (${name})` : name, verifiedBy };
}

/** A parameter of a handler: `Actor.by`. */
export const By = createParamDecorator(
  (_: unknown, context: ExecutionContext) => actorOf(context.switchToHttp().getRequest()).by,
);

function claimed(body: unknown): string | undefined {
  const { by } = Object(body) as { by?: unknown };
  return typeof by === 'string' && by.trim() !== '' ? by.trim() : undefined;
}
