import { readFileSync } from 'node:fs';

/**
 * The user that a tool logs in as, which its inboxes are named after: in an address, else in a credentials file, else the
 * one that these tools have in `waybill permissions`.
 */
export function brokerLogin(addresses: readonly string[], credentials: string | undefined): string {
  const [user] = addresses.flatMap((address) => (URL.canParse(address) ? new URL(address).username : []));
  return (user && decodeURIComponent(user)) || (credentials && userIn(credentials)) || 'operator';
}

/** Undefined if it is no credentials file: connecting says so. */
function userIn(credentials: string): string | undefined {
  try {
    const [, claims] = /^[\w-]+\.([\w-]+)\.[\w-]+$/m.exec(readFileSync(credentials, 'utf8')) ?? [];
    if (!claims) return undefined;
    const { name } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as { name?: string };
    return name;
  } catch {
    return undefined;
  }
}
