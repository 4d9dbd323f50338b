import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const ALGORITHM = 'RS256';

/** An OpenID Connect provider on loopback, where everybody who comes is signed in already. */
export class LocalProvider {
  /** Of the next ID tokens. */
  claims: JWTPayload = { sub: 'u-1', preferred_username: 'ana', groups: ['sre'] };
  /** Signs with a key that it does not publish. */
  forges = false;
  private keys: JWK[] = [];
  private key!: { kid: string; privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'] };
  private readonly codes = new Map<string, URLSearchParams>();
  private readonly server = createServer((request, response) => void this.respond(request, response));

  static async start(): Promise<LocalProvider> {
    const provider = new LocalProvider();
    await provider.rotate();
    await once(provider.server.listen(0, '127.0.0.1'), 'listening');
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Signs with a new key, and withdraws the one before. */
  async rotate(): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
    this.key = { kid: randomUUID(), privateKey };
    this.keys = [{ ...(await exportJWK(publicKey)), kid: this.key.kid, alg: ALGORITHM, use: 'sig' }];
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/.well-known/openid-configuration') return void json(200, this.description());
    if (pathname === '/keys') return void json(200, { keys: this.keys });
    if (pathname === '/authorize') {
      const code = randomUUID();
      this.codes.set(code, searchParams);
      const back = new URL(searchParams.get('redirect_uri')!);
      back.search = new URLSearchParams({ code, state: searchParams.get('state')! }).toString();
      return void response.writeHead(302, { location: back.href }).end();
    }
    if (pathname === '/token') {
      const sent = new URLSearchParams(await text(request));
      const asked = this.codes.get(sent.get('code') ?? '');
      this.codes.delete(sent.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(sent.get('code_verifier') ?? '')
        .digest('base64url');
      if (!asked || asked.get('code_challenge') !== challenge)
        return void json(400, { error: 'invalid_grant' });
      const id_token = await this.idToken(asked);
      return void json(200, { access_token: randomUUID(), token_type: 'Bearer', id_token });
    }
    response.end('signed out');
  }

  private description(): object {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/keys`,
      end_session_endpoint: `${this.url}/sign-out`,
      id_token_signing_alg_values_supported: [ALGORITHM],
    };
  }

  private async idToken(asked: URLSearchParams): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const { kid, privateKey } = this.key;
    const key = this.forges ? (await generateKeyPair(ALGORITHM)).privateKey : privateKey;
    const own = { iss: this.url, aud: asked.get('client_id')!, iat: now, exp: now + 300 };
    return new SignJWT({ ...own, nonce: asked.get('nonce')!, ...this.claims })
      .setProtectedHeader({ alg: ALGORITHM, kid })
      .sign(key);
  }
}
