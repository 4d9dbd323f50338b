import { BrokerRefused } from '../errors.js';

export interface BrokerAddresses {
  addresses: string[];
  /** One of them asks for TLS by its scheme. */
  encrypted: boolean;
  user?: string;
  pass?: string;
  token?: string;
}

const EXPECTED = 'expected nats://host:4222, or tls://host:4222 for an encrypted connection';

/**
 * Takes the login out of the addresses (`nats://user:password@host:port`, `nats://token@host:port`): the
 * client does not look for it there.
 *
 * @throws BrokerRefused an address that cannot be used; the text hides the login
 */
export function brokerAddresses(servers: readonly string[]): BrokerAddresses {
  if (servers.length === 0) throw new BrokerRefused(`no broker address given: ${EXPECTED}`);
  const faults = servers.flatMap((server) => addressError(server) ?? []);
  if (faults.length > 0) throw new BrokerRefused(faults.join('\n'));
  const urls = servers.map((server) => new URL(withScheme(server)));
  const [login] = urls.filter(({ username }) => username !== '');
  const user = login && decodeURIComponent(login.username);
  return {
    addresses: urls.map(({ hostname, port }) => `${hostname}:${port || '4222'}`),
    encrypted: urls.some(({ protocol }) => protocol === 'tls:'),
    ...(login?.password ? { user, pass: decodeURIComponent(login.password) } : user ? { token: user } : {}),
  };
}

/** Why an address cannot be used, without its login; undefined if it can. */
export function addressError(server: string): string | undefined {
  const text = withScheme(server);
  const shown = server.replace(/\/\/.*@/, '//…@');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname) return `"${shown}" is not a broker address: ${EXPECTED}`;
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== 'nats' && scheme !== 'tls') {
    return `"${shown}" cannot be used: ${scheme}:// is not supported, only NATS over TCP: ${EXPECTED}`;
  }
  return isDecodable(url.username) && isDecodable(url.password)
    ? undefined
    : `the login in "${shown}" is not percent-encoded: write a % in it as %25`;
}

function withScheme(server: string): string {
  return /^\w+:\/\//.test(server) ? server : `nats://${server}`;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
