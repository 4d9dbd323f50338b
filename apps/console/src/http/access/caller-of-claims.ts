import type { Caller } from '@waybill/console-api';
import type { ConsoleConfig } from '../../config.js';

/** Which values of which claim give which role. */
type Rules = Pick<ConsoleConfig, 'oidcRoleClaim' | 'oidcOperate' | 'oidcLook'>;

/** Undefined: none of the values gives a role. */
export function callerOfClaims(
  claims: Record<string, unknown>,
  { oidcRoleClaim, oidcOperate, oidcLook }: Rules,
): Caller | undefined {
  const values = new Set([claimAt(claims, oidcRoleClaim)].flat());
  const has = (wanted: readonly string[]) => wanted.some((value) => values.has(value));
  const role = has(oidcOperate) ? 'operate' : has(oidcLook) ? 'look' : undefined;
  return role && { name: nameIn(claims), role, verifiedBy: 'sign-in' };
}

/** `groups`; `realm_access.roles` is a claim in a claim, unless a claim has just that name. */
function claimAt(claims: Record<string, unknown>, path: string): unknown {
  if (path in claims) return claims[path];
  return path
    .split('.')
    .reduce<unknown>((value, name) => (Object(value) as Record<string, unknown>)[name], claims);
}

/** As people know it; the subject is what every ID token has. */
function nameIn({ preferred_username, email, sub }: Record<string, unknown>): string {
  return [preferred_username, email, sub].find((name) => typeof name === 'string' && name !== '') as string;
}
