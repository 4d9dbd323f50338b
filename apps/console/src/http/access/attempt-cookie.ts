import { parseCookie, stringifySetCookie } from 'cookie';
import { z } from 'zod';
import type { SignInAttempt } from '../../platform/identity-provider.js';
import type { CookieRules } from './session-cookie.js';

/** Time to sign in. */
const SECONDS = 600;

const Attempt = z.strictObject({
  state: z.string().min(1),
  nonce: z.string().min(1),
  verifier: z.string().min(1),
  to: z.string().regex(/^\/(?![/\\])/),
});

/** A sign-in under way, and where the browser goes after it. */
type Attempted = SignInAttempt & { to: string };

const nameOf = ({ secure }: CookieRules) => (secure ? '__Host-waybill-sign-in' : 'waybill-sign-in');

/** Undefined: it was not begun by this browser, or took too long. */
export function attemptIn(cookies: string | undefined, rules: CookieRules): Attempted | undefined {
  try {
    const value = parseCookie(cookies ?? '')[nameOf(rules)] ?? '';
    return Attempt.parse(JSON.parse(Buffer.from(value, 'base64url').toString()));
  } catch {
    return undefined;
  }
}

/** `Lax`: the provider's page sends the browser back here, which is a request that another site causes. */
export function attemptCookie(attempt: Attempted, rules: CookieRules): string {
  const value = Buffer.from(JSON.stringify(attempt)).toString('base64url');
  return stringifySetCookie({ name: nameOf(rules), value, maxAge: SECONDS, ...ours(rules) });
}

export function endedAttempt(rules: CookieRules): string {
  return stringifySetCookie({ name: nameOf(rules), value: '', maxAge: 0, ...ours(rules) });
}

const ours = ({ secure }: CookieRules) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure }) as const;
