import { Inject, Injectable } from '@nestjs/common';
import type { Caller, Role } from '@waybill/console-api';
import { ProblemError } from '@waybill/service';
import type { FastifyRequest } from 'fastify';
import { isAuthenticated, isSecure, type ConsoleConfig } from '../../config.js';
import { CONSOLE_CONFIG } from '../../config.token.js';
import { SessionStore } from '../../persistence/sessions/session-store.js';
import { READING } from '../same-origin.js';
import { rememberCaller } from './actor.js';
import { bearerOf, isToken } from './bearer.js';
import { sessionIn } from './session-cookie.js';

/**
 * What needs no caller, by the route that the router has found, however its address was written: probes, the page's files,
 * which hold no data, and signing in. A route that is not listed needs one.
 */
const OPEN: ReadonlySet<string> = new Set([
  '/health',
  '/health/live',
  '/health/ready',
  '/metrics',
  '/*',
  '/api/session',
  '/auth/sign-in',
  '/auth/callback',
]);
const INTAKE = /^\/v1\//;

/** Who sends a request, and whether they may. */
@Injectable()
export class Access {
  readonly isOn: boolean;

  constructor(
    @Inject(CONSOLE_CONFIG) private readonly config: ConsoleConfig,
    private readonly sessions: SessionStore,
  ) {
    this.isOn = isAuthenticated(config);
  }

  /** @throws ProblemError 401, 403; 503 while the database is down, which has the sessions */
  async admit(request: FastifyRequest): Promise<void> {
    const route = request.routeOptions.url ?? '';
    if (!this.isOn || OPEN.has(route)) return;
    if (INTAKE.test(route) && this.mayExport(request)) return;
    const caller = await this.callerOf(request);
    if (!caller) throw needsCaller();
    rememberCaller(request, caller);
    if (!READING.has(request.method) && caller.role !== 'operate') throw needsRole('operate', caller);
  }

  /** Undefined: nobody that the console knows. @throws ProblemError 503 */
  async callerOf({ headers }: Pick<FastifyRequest, 'headers'>): Promise<Caller | undefined> {
    const bearer = bearerOf(headers.authorization);
    // Who shows a token means that one, right or wrong.
    if (bearer !== undefined) return this.holderOf(bearer);
    const session = sessionIn(headers.cookie, { secure: isSecure(this.config) });
    return session === undefined ? undefined : this.sessions.find(session).catch(asUnavailable);
  }

  holderOf(token: string): Caller | undefined {
    if (isToken(token, this.config.token)) {
      return { name: 'CONSOLE_TOKEN', role: 'operate', verifiedBy: 'token' };
    }
    if (isToken(token, this.config.lookToken)) {
      return { name: 'CONSOLE_LOOK_TOKEN', role: 'look', verifiedBy: 'token' };
    }
    return undefined;
  }

  private mayExport({ headers }: FastifyRequest): boolean {
    return isToken(bearerOf(headers.authorization) ?? '', this.config.otlpToken);
  }
}

function needsCaller(): ProblemError {
  return new ProblemError(
    401,
    'This console has to know who you are. Sign in on its page, or send "Authorization: Bearer <token>": ' +
      'CONSOLE_TOKEN to change things, CONSOLE_LOOK_TOKEN to read, CONSOLE_OTLP_TOKEN to export telemetry.',
    { code: 'sign-in-needed', headers: { 'www-authenticate': 'Bearer realm="waybill console"' } },
  );
}

function needsRole(role: Role, { name }: Caller): ProblemError {
  return new ProblemError(403, `This changes something, which needs the role "${role}"; ${name} may look.`, {
    code: 'role-needed',
  });
}

function asUnavailable(cause: unknown): never {
  throw new ProblemError(
    503,
    'The console’s database, which knows who is signed in, does not respond. A bearer token works without it.',
    { code: 'sessions-unavailable', headers: { 'retry-after': '2' }, cause },
  );
}
