import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { Algorithm } from './algorithms.js';
import { IssuerKeys, type IssuerKeysOptions } from './issuer-keys.js';

export interface TokenVerifierOptions extends IssuerKeysOptions {
  /** The `aud` must have one of these. */
  readonly audience: readonly string[];
  readonly algorithms: readonly Algorithm[];
  /** The claim with the id of the customer, or whoever else, whose data the token may reach. Default `sub`. */
  readonly ownerClaim?: string;
}

/** Who sent a request, as the token says. */
export interface Caller {
  /** The claim `sub`. */
  readonly subject: string;
  /** The value of `ownerClaim`: whose data the token may reach, where a route limits callers to their own (`limitedTo`). */
  readonly owner: string | undefined;
  readonly scopes: ReadonlySet<string>;
  /** Everything that the issuer says about the caller. */
  readonly claims: JWTPayload;
}

/** The token is not good. The message says why, without the token's content. */
export class TokenRefused extends Error {
  readonly code = 'TOKEN_REFUSED';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TokenRefused';
  }
}

/** Allowed difference between the issuer's clock and ours. */
const CLOCK_TOLERANCE_S = 30;

/** Verifies JSON Web Tokens of one OpenID Connect issuer: signature, issuer, audience, algorithm and times. */
export class TokenVerifier {
  readonly keys: IssuerKeys;
  readonly #options: TokenVerifierOptions;

  constructor(options: TokenVerifierOptions) {
    this.#options = options;
    this.keys = new IssuerKeys(options);
  }

  /** @throws TokenRefused; IssuerUnavailable */
  async verify(token: string): Promise<Caller> {
    const { issuer, audience, algorithms, ownerClaim = 'sub', now = Date.now } = this.#options;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        issuer,
        audience: [...audience],
        algorithms: [...algorithms],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(now()),
        requiredClaims: ['sub', 'exp'],
      });
      const owner = payload[ownerClaim];
      return {
        subject: payload.sub!,
        owner: typeof owner === 'string' ? owner : undefined,
        scopes: scopesOf(payload),
        claims: payload,
      };
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      throw new TokenRefused(reasonOf(error), { cause: error });
    }
  }
}

/** `scope` is text with spaces (RFC 9068); some issuers name it `scp`, or make it a list. */
function scopesOf({ scope, scp }: JWTPayload): ReadonlySet<string> {
  const value = scope ?? scp;
  if (typeof value === 'string') return new Set(value.split(' ').filter(Boolean));
  return new Set(Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
}

function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    const fault = error.reason === 'missing' ? 'is missing' : 'is not accepted here';
    return `the claim "${error.claim}" of the token ${fault}`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'the algorithm of the token is not accepted here';
  if (error instanceof errors.JWKSNoMatchingKey)
    return 'the issuer has no key that could have signed the token';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'the signature of the token is wrong';
  return 'the token is not a signed JSON Web Token that can be verified';
}
