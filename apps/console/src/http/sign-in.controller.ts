import { Controller, Get, Inject, Logger, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { SignInFailure } from '@waybill/console-api';
import { ProblemError } from '@waybill/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Audit } from '../application/audit.js';
import { isSecure, type ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../config.token.js';
import { SessionStore } from '../persistence/sessions/session-store.js';
import { IdentityProvider, SignInRefused } from '../platform/identity-provider.js';
import { attemptCookie, attemptIn, endedAttempt } from './access/attempt-cookie.js';
import { callerOfClaims } from './access/caller-of-claims.js';
import { sessionCookie, type CookieRules } from './access/session-cookie.js';

/** An address of this origin: nothing that a browser could take for another host. */
const Path = z
  .string()
  .max(2_000)
  .regex(/^\/(?![/\\])/, 'must be a path');
const Begin = z.strictObject({ to: Path.default('/') });

/** Browsers sign in here, with the identity provider. */
@ApiTags('session')
@Controller('auth')
export class SignInController {
  private readonly logger = new Logger('sign-in');
  private readonly cookie: CookieRules;

  constructor(
    @Inject(CONSOLE_CONFIG) private readonly config: ConsoleConfig,
    private readonly provider: IdentityProvider,
    private readonly sessions: SessionStore,
    private readonly audit: Audit,
  ) {
    this.cookie = { secure: isSecure(config) };
  }

  @Get('sign-in')
  @ApiOperation({ summary: 'Sends the browser to the identity provider' })
  async begin(
    @Query({ schema: Begin }) { to }: z.output<typeof Begin>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (this.config.oidcIssuer === undefined) throw notConfigured();
    try {
      const { address, ...attempt } = await this.provider.begin();
      void reply.header('set-cookie', attemptCookie({ ...attempt, to }, this.cookie));
      await reply.redirect(address, 302);
    } catch (error) {
      await this.failed('provider-away', error, reply);
    }
  }

  @Get('callback')
  @ApiOperation({ summary: 'Where the identity provider sends the browser back to' })
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.config.oidcIssuer === undefined) throw notConfigured();
    const attempt = attemptIn(request.headers.cookie, this.cookie);
    // Whatever comes of it, it is over.
    void reply.header('set-cookie', endedAttempt(this.cookie));
    if (!attempt) return this.failed('expired', 'the browser has no sign-in under way', reply);
    let claims: Record<string, unknown>;
    try {
      claims = await this.provider.finish(request.url, attempt);
    } catch (error) {
      return this.failed(error instanceof SignInRefused ? 'refused' : 'provider-away', error, reply);
    }
    const caller = callerOfClaims(claims, this.config);
    if (!caller) return this.failed('no-role', `${String(claims.sub)} has no role`, reply);
    const id = await this.sessions.create(caller, this.config.sessionHours);
    const { name: by, verifiedBy } = caller;
    await this.audit.record({ action: 'sign-in', target: '', by, verifiedBy, detail: { role: caller.role } });
    void reply.header('set-cookie', sessionCookie(id, this.cookie));
    await reply.redirect(attempt.to, 303);
  }

  /** People see the page, which says it in words. */
  private async failed(failure: SignInFailure, reason: unknown, reply: FastifyReply): Promise<void> {
    this.logger.warn({ failure, message: `a sign-in failed: ${String(reason)}` });
    await reply.redirect(`/?sign-in=${failure}`, 303);
  }
}

function notConfigured(): ProblemError {
  return new ProblemError(404, 'This console has no identity provider: CONSOLE_OIDC_ISSUER is not set.', {
    code: 'no-identity-provider',
  });
}
