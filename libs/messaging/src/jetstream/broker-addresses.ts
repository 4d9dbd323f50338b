export interface BrokerAddresses {
  addresses: string[];
  /** One of them asks for TLS by its scheme. */
  encrypted: boolean;
  user?: string;
  pass?: string;
  token?: string;
}

/**
 * Takes the login out of the addresses (`nats://user:password@host:port`, `nats://token@host:port`): the
 * client does not look for it there.
 *
 * @throws TypeError an address that is none; the text hides the login
 */
export function brokerAddresses(servers: readonly string[]): BrokerAddresses {
  if (servers.length === 0)
    throw new TypeError('no broker address given: expected for example nats://127.0.0.1:4222');
  const urls = servers.map(parse);
  const [login] = urls.filter(({ username }) => username !== '');
  const user = login && decodeURIComponent(login.username);
  return {
    addresses: urls.map(({ hostname, port }) => `${hostname}:${port || '4222'}`),
    encrypted: urls.some(({ protocol }) => protocol === 'tls:'),
    ...(login?.password ? { user, pass: decodeURIComponent(login.password) } : user ? { token: user } : {}),
  };
}

function parse(server: string): URL {
  const text = /^\w+:\/\//.test(server) ? server : `nats://${server}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname || !['nats:', 'tls:'].includes(url.protocol)) {
    throw new TypeError(
      `"${server.replace(/\/\/.*@/, '//…@')}" is no broker address: expected for example nats://127.0.0.1:4222`,
    );
  }
  return url;
}
