import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { routeRules } from '../http/route-rules.js';
import type { Caller } from './token-verifier.js';

/** Name of the security scheme in the OpenAPI document. */
export const SCHEME = 'oidc';

/** Who may call a route, if the process authenticates callers. Without rules: whoever has a good token. */
export interface RouteAccess {
  /** Anyone, also without a token. */
  public?: boolean;
  /** The token must have all of these. */
  scopes?: readonly string[];
}

/** Only for callers whose token has these scopes, all of them; others get 403. Has no effect while authentication is off. */
export function RequireScope(...scopes: readonly [string, ...string[]]): MethodDecorator {
  return applyDecorators(routeRules({ scopes } satisfies RouteAccess), ApiSecurity(SCHEME, [...scopes]));
}

/** For everyone, also without a token. A token that is sent nevertheless must be a good one. */
export function Public(): MethodDecorator {
  return applyDecorators(routeRules({ public: true } satisfies RouteAccess), ApiSecurity({}));
}

/**
 * Injects the `Caller` of the request into a parameter of a controller: undefined while authentication is off, and on a
 * public route without a token.
 */
export const CurrentCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Caller | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().caller,
);
