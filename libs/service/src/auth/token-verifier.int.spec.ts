import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalIssuer } from '@waybill/testing';
import { SignJWT, UnsecuredJWT } from 'jose';
import { IssuerUnavailable, TokenRefused, TokenVerifier } from './index.js';

const MINUTE = 60_000;

let issuer: LocalIssuer;
let now: number;
let verifier: TokenVerifier;
const verifierOf = (others: { issuer?: string; jwksUrl?: string } = {}) =>
  new TokenVerifier({
    issuer: issuer.url,
    audience: ['waybill'],
    algorithms: ['ES256'],
    now: () => now,
    ...others,
  });

beforeEach(async () => {
  issuer = await LocalIssuer.start();
  now = Date.now();
  verifier = verifierOf();
});
afterEach(() => issuer.stop());

describe('a token', () => {
  it('says who the caller is, with scopes as text or as a list', async () => {
    const caller = await verifier.verify(
      await issuer.sign({ sub: 'c-1', scope: 'orders:read orders:write' }),
    );
    expect(caller).toMatchObject({ subject: 'c-1', claims: { aud: 'waybill' } });
    expect([...caller.scopes]).toEqual(['orders:read', 'orders:write']);
    const { scopes } = await verifier.verify(await issuer.sign({ scp: ['orders:read'] }));
    expect([...scopes]).toEqual(['orders:read']);
    expect((await verifier.verify(await issuer.sign())).scopes.size).toBe(0);
  });

  it.each([
    ['has expired', { exp: seconds(-60) }, 'the token has expired'],
    ['has no expiry', { exp: undefined }, 'the claim "exp" of the token is missing'],
    ['is not valid yet', { nbf: seconds(60) }, 'the claim "nbf" of the token is not accepted here'],
    ['is for another audience', { aud: 'bank' }, 'the claim "aud" of the token is not accepted here'],
    ['is of another issuer', { iss: 'https://other' }, 'the claim "iss" of the token is not accepted here'],
    ['names nobody', { sub: undefined }, 'the claim "sub" of the token is missing'],
  ])('is refused if it %s', async (_what, content, message) => {
    await expect(issuer.sign(content).then((token) => verifier.verify(token))).rejects.toEqual(
      new TokenRefused(message),
    );
  });

  it('is accepted within the tolerance for clocks', async () => {
    await expect(verifier.verify(await issuer.sign({ exp: seconds(-10) }))).resolves.toBeDefined();
  });

  it('is refused without a signature, with a symmetric one, with a wrong one, and as no token at all', async () => {
    const claims = { iss: issuer.url, aud: 'waybill', sub: 'x', exp: seconds(60) };
    const symmetric = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
    const [header, , signature] = (await issuer.sign()).split('.');
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    for (const token of [new UnsecuredJWT(claims).encode(), symmetric, forged, 'a.b.c', '']) {
      await expect(verifier.verify(token)).rejects.toBeInstanceOf(TokenRefused);
    }
  });
});

describe('the keys of the issuer', () => {
  it('are fetched once', async () => {
    for (let i = 0; i < 5; i++) await verifier.verify(await issuer.sign());
    expect(issuer.keyRequests).toBe(1);
  });

  it('are fetched again at once when a token names a new one, and the withdrawn one is refused', async () => {
    const old = await issuer.sign();
    await verifier.verify(old);
    await issuer.rotate();
    now += 6_000;
    await verifier.verify(await issuer.sign());
    await expect(verifier.verify(old)).rejects.toBeInstanceOf(TokenRefused);
  });

  it('are not fetched for each token with an unknown one', async () => {
    await verifier.verify(await issuer.sign());
    now += 6_000;
    for (let i = 0; i < 5; i++) {
      const token = await issuer.sign({}, { kid: `unknown-${i}` });
      await expect(verifier.verify(token)).rejects.toBeInstanceOf(TokenRefused);
    }
    expect(issuer.keyRequests).toBe(2);
  });

  it('are fetched again after ten minutes, so that a withdrawn key is refused', async () => {
    const old = await issuer.sign({ exp: seconds(3_600) });
    await verifier.verify(old);
    await issuer.rotate();
    now += 11 * MINUTE;
    // This one is still served with the known keys: it does not wait for the issuer.
    await verifier.verify(old);
    await verifier.keys.fetch();
    await expect(verifier.verify(old)).rejects.toBeInstanceOf(TokenRefused);
  });
});

describe('an issuer that is down', () => {
  it('does not refuse tokens, but says that it cannot tell, and works once it is back', async () => {
    issuer.failure = 500;
    const token = await issuer.sign();
    await expect(verifier.verify(token)).rejects.toThrow(IssuerUnavailable);
    expect(verifier.keys.check()).toMatchObject({
      status: 'degraded',
      detail: expect.stringContaining('openid-configuration cannot be read: it responds with 500'),
    });
    issuer.failure = undefined;
    await expect(verifier.verify(token)).rejects.toThrow(IssuerUnavailable);
    now += 6_000;
    await expect(verifier.verify(token)).resolves.toBeDefined();
    expect(verifier.keys.check()).toMatchObject({ status: 'ok' });
  });

  it('leaves known keys usable for a day, and tokens with other keys undecided', async () => {
    await verifier.verify(await issuer.sign());
    issuer.failure = 503;
    now += 23 * 60 * MINUTE;
    const exp = seconds(48 * 3_600);
    await expect(verifier.verify(await issuer.sign({ exp }))).resolves.toBeDefined();
    await expect(verifier.verify(await issuer.sign({ exp }, { kid: 'new' }))).rejects.toThrow(
      IssuerUnavailable,
    );
    now += 2 * 60 * MINUTE;
    await expect(verifier.verify(await issuer.sign({ exp }))).rejects.toThrow(IssuerUnavailable);
  });

  it('is named with the reason if it cannot be reached or is another one', async () => {
    const token = await issuer.sign();
    await expect(verifierOf({ jwksUrl: 'http://127.0.0.1:1/jwks' }).verify(token)).rejects.toThrow(
      /127\.0\.0\.1:1\/jwks cannot be read/,
    );
    await expect(verifierOf({ issuer: `${issuer.url}/` }).verify(token)).rejects.toThrow(
      /is of the issuer "http:.*", not of AUTH_ISSUER/,
    );
  });
});

function seconds(fromNow: number): number {
  return Math.floor(Date.now() / 1_000) + fromNow;
}
