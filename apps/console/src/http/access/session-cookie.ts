import { parseCookie, stringifySetCookie } from 'cookie';

/** How the cookie is sent to the browser. */
export interface CookieRules {
  /** Browsers use the console over TLS: the cookie never goes over anything else. */
  secure: boolean;
}

/** With the prefix, browsers take the cookie over TLS only, and from no other host of the domain. */
const nameOf = ({ secure }: CookieRules) => (secure ? '__Host-waybill-session' : 'waybill-session');

export function sessionIn(cookies: string | undefined, rules: CookieRules): string | undefined {
  return (cookies && parseCookie(cookies)[nameOf(rules)]) || undefined;
}

/** `Strict`: no request that another site's page causes has it. Ends with the session, or the browser. */
export function sessionCookie(id: string, rules: CookieRules): string {
  return stringifySetCookie({ name: nameOf(rules), value: id, ...ours(rules) });
}

export function endedCookie(rules: CookieRules): string {
  return stringifySetCookie({ name: nameOf(rules), value: '', maxAge: 0, ...ours(rules) });
}

const ours = ({ secure }: CookieRules) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure }) as const;
