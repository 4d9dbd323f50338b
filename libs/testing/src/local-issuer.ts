import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const ALGORITHM = 'ES256';

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** What a token of `LocalIssuer` has in place of the defaults. */
export interface TokenContent extends JWTPayload {
  scope?: string;
}

/** An OpenID Connect issuer on loopback: discovery document, keys that rotate, signed tokens. */
export class LocalIssuer {
  /** Requests for the keys so far. */
  keyRequests = 0;
  /** With which status the issuer fails; undefined: it works. */
  failure: number | undefined;
  readonly #server: Server;
  #public: JWK[] = [];
  #current!: { kid: string; privateKey: PrivateKey };

  private constructor() {
    this.#server = createServer(({ url }, response) => {
      response.setHeader('content-type', 'application/json');
      if (url === '/jwks') this.keyRequests += 1;
      if (this.failure !== undefined) response.writeHead(this.failure).end('{}');
      else if (url === '/jwks') response.end(JSON.stringify({ keys: this.#public }));
      else if (url === '/.well-known/openid-configuration') {
        response.end(JSON.stringify({ issuer: this.url, jwks_uri: `${this.url}/jwks` }));
      } else response.writeHead(404).end('{}');
    });
  }

  static async start(): Promise<LocalIssuer> {
    const issuer = new LocalIssuer();
    await issuer.rotate();
    issuer.#server.listen(0, '127.0.0.1');
    await once(issuer.#server, 'listening');
    return issuer;
  }

  /** The `iss` of its tokens. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Signs with a new key from now on, and withdraws all others. */
  async rotate(): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
    const kid = crypto.randomUUID();
    this.#public = [{ ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: 'sig' }];
    this.#current = { kid, privateKey };
  }

  /** A token for `waybill` that is good for five minutes, unless `content` says otherwise; `undefined` leaves a claim out. */
  sign(content: TokenContent = {}, header: { kid?: string } = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const { kid, privateKey } = this.#current;
    const claims = { iss: this.url, aud: 'waybill', sub: 'somebody', iat: now, exp: now + 300, ...content };
    return new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, kid, ...header }).sign(privateKey);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
