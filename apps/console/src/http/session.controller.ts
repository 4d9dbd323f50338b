import { Body, Controller, Delete, Get, HttpCode, Inject, Logger, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller, SessionView, SignedOut } from '@waybill/console-api';
import { ProblemError } from '@waybill/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Audit } from '../application/audit.js';
import { isSecure, type ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../config.token.js';
import { SessionStore } from '../persistence/sessions/session-store.js';
import { IdentityProvider } from '../platform/identity-provider.js';
import { Access } from './access/access.js';
import { endedCookie, sessionCookie, sessionIn, type CookieRules } from './access/session-cookie.js';

const SignIn = z.strictObject({ token: z.string('must be the token').max(1_000) });

@ApiTags('session')
@Controller('api/session')
export class SessionController {
  private readonly logger = new Logger('sign-in');
  private readonly cookie: CookieRules;

  constructor(
    @Inject(CONSOLE_CONFIG) private readonly config: ConsoleConfig,
    private readonly access: Access,
    private readonly sessions: SessionStore,
    private readonly audit: Audit,
    private readonly provider: IdentityProvider,
  ) {
    this.cookie = { secure: isSecure(config) };
  }

  @Get()
  @ApiOperation({ summary: 'Who is signed in, and how one may sign in' })
  async show(@Req() request: FastifyRequest): Promise<SessionView> {
    return this.viewOf(await this.access.callerOf(request));
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Signs a browser in with a token: a live stream cannot send one, and no page has to keep it',
  })
  async signIn(
    @Body({ schema: SignIn }) { token }: z.output<typeof SignIn>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const caller = this.access.holderOf(token);
    if (!caller) throw new ProblemError(401, 'This is no token of this console.', { code: 'wrong-token' });
    const id = await this.sessions.create(caller, this.config.sessionHours);
    await this.audit.record({
      action: 'sign-in',
      target: '',
      by: caller.name,
      verifiedBy: caller.verifiedBy,
      detail: {},
    });
    void reply.header('set-cookie', sessionCookie(id, this.cookie));
    return this.viewOf(caller);
  }

  @Delete()
  @ApiOperation({ summary: 'Signs out' })
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedOut> {
    const id = sessionIn(request.headers.cookie, this.cookie);
    const caller = await this.access.callerOf(request);
    if (id !== undefined) await this.sessions.end(id);
    void reply.header('set-cookie', endedCookie(this.cookie));
    const providerSignOut = caller?.verifiedBy === 'sign-in' ? await this.providerSignOut() : undefined;
    return { ...this.viewOf(undefined), ...(providerSignOut && { providerSignOut }) };
  }

  /** The session here has ended by now, whether the provider responds or not. */
  private async providerSignOut(): Promise<string | undefined> {
    return this.provider.endAddress().catch((error: unknown) => {
      this.logger.warn(`the identity provider does not say where to sign out: ${String(error)}`);
      return undefined;
    });
  }

  private viewOf(caller: Caller | undefined): SessionView {
    const { token, lookToken, oidcIssuer } = this.config;
    return {
      authentication: this.access.isOn,
      signIn: {
        token: token !== undefined || lookToken !== undefined,
        provider: oidcIssuer !== undefined,
      },
      ...(caller && { caller }),
    };
  }
}
