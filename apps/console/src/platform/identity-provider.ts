import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../config.token.js';

const TIMEOUT_S = 10;

/** What of a sign-in under way belongs to the browser that began it. */
export interface SignInAttempt {
  state: string;
  nonce: string;
  verifier: string;
}

/** The provider's response cannot be used, or it refused: with the reason for the log. */
export class SignInRefused extends Error {}

type Settings = Pick<ConsoleConfig, 'oidcIssuer' | 'oidcClientId' | 'oidcClientSecret' | 'url'>;

/**
 * OpenID Connect: authorisation code with PKCE. Signing in is rare, so the provider's description and keys are read for each
 * sign-in: a rotated key needs nothing.
 */
@Injectable()
export class IdentityProvider {
  constructor(@Inject(CONSOLE_CONFIG) private readonly config: Settings) {}

  /** @returns where the browser signs in. @throws the provider cannot be reached */
  async begin(): Promise<SignInAttempt & { address: string }> {
    const provider = await this.discover();
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const address = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: `${this.config.url}/auth/callback`,
      scope: 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { state, nonce, verifier, address: address.href };
  }

  /**
   * @param callback path and query to which the provider sent the browser back
   * @returns the claims of the ID token. @throws SignInRefused; or the provider cannot be reached
   */
  async finish(callback: string, attempt: SignInAttempt): Promise<Record<string, unknown>> {
    const provider = await this.discover();
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, new URL(callback, this.config.url), {
        pkceCodeVerifier: attempt.verifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      return { ...tokens.claims() };
    } catch (cause) {
      throw new SignInRefused(reasonOf(cause), { cause });
    }
  }

  /** Where the browser ends its session at the provider. Undefined: the provider has no such address. */
  async endAddress(): Promise<string | undefined> {
    const provider = await this.discover();
    if (provider.serverMetadata().end_session_endpoint === undefined) return undefined;
    return oidc.buildEndSessionUrl(provider, { post_logout_redirect_uri: `${this.config.url}/` }).href;
  }

  private discover(): Promise<oidc.Configuration> {
    const { oidcIssuer = '', oidcClientId = '', oidcClientSecret } = this.config;
    const issuer = new URL(oidcIssuer);
    return oidc.discovery(issuer, oidcClientId, oidcClientSecret, undefined, {
      timeout: TIMEOUT_S,
      execute: [
        // The signature of the ID token is verified, too, although it comes from the provider itself.
        oidc.enableNonRepudiationChecks,
        // The settings allow it on loopback only.
        ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
      ],
    });
  }
}

/** Of the library's error, and what lies below it, without values. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
