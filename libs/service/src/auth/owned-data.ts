import { ProblemError } from '../http/problem.js';
import type { Caller } from './token-verifier.js';

/**
 * The only owner whose data a caller may reach: the one that its token names. Undefined: not limited, because the token
 * has the scope `unless`, or authentication is off.
 *
 * @throws ProblemError 403: the token has neither the scope nor an owner
 */
export function limitedTo(caller: Caller | undefined, unless: string): string | undefined {
  if (!caller || caller.scopes.has(unless)) return undefined;
  if (caller.owner !== undefined) return caller.owner;
  throw new ProblemError(403, `The token names no owner of data, and lacks the scope ${unless}`, {
    code: 'insufficient-scope',
    headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${unless}"` },
  });
}

/**
 * For data of `owner`: refuses a caller that may reach another owner's data only.
 *
 * @throws ProblemError 403
 */
export function requireOwner(owner: string, caller: Caller | undefined, unless: string): void {
  const own = limitedTo(caller, unless);
  if (own === undefined || own === owner) return;
  throw new ProblemError(403, `The token reaches data of its own owner only, without the scope ${unless}`, {
    code: 'foreign-owner',
  });
}
