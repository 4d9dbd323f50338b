import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { brokerOptions, withBroker } from './connect-broker.js';

describe('connecting to the broker', () => {
  it('uses the variables of the services', async () => {
    const env = {
      NATS_URL: 'tls://a:4222, tls://b:4222',
      NATS_CREDS: '/etc/nats/user.creds',
      NATS_CA: '/etc/nats/ca.pem',
      NATS_NAMESPACE: 'staging',
    };
    expect(await brokerOptions('/nowhere', env)).toMatchObject({
      servers: ['tls://a:4222', 'tls://b:4222'],
      credentials: '/etc/nats/user.creds',
      ca: '/etc/nats/ca.pem',
      namespace: 'staging',
      inboxPrefix: '_INBOX_staging-operator',
    });
  });

  it.each([
    ['an address', 'nats://provisioner:secret@a:4222,nats://b:4222', '_INBOX_provisioner'],
    ['nothing', 'nats://a:4222', '_INBOX_operator'],
  ])('has inboxes of the user in %s', async (_, NATS_URL, inboxPrefix) => {
    expect(await brokerOptions('/nowhere', { NATS_URL })).toMatchObject({ inboxPrefix });
  });

  it('has inboxes of the user in a credentials file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-login-'));
    const file = join(folder, 'user.creds');
    const claims = Buffer.from(JSON.stringify({ name: 'provisioner' })).toString('base64url');
    writeFileSync(
      file,
      `-----BEGIN NATS USER JWT-----\nhead.${claims}.signature\n------END NATS USER JWT------\n`,
    );
    const options = await brokerOptions('/nowhere', { NATS_URL: 'nats://a:4222', NATS_CREDS: file });
    rmSync(folder, { recursive: true });
    expect(options).toMatchObject({ inboxPrefix: '_INBOX_provisioner' });
  });

  it('needs a running platform without NATS_URL', async () => {
    await expect(brokerOptions('/nowhere', {})).rejects.toMatchObject({ code: 'NOT_RUNNING' });
  });

  describe('with what cannot be used', () => {
    const { NATS_URL, NATS_CREDS, NATS_NAMESPACE } = process.env;
    afterEach(() => {
      for (const [name, value] of Object.entries({ NATS_URL, NATS_CREDS, NATS_NAMESPACE })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });
    const connect = () => withBroker('/nowhere', () => Promise.resolve());

    it('says which file it is', async () => {
      Object.assign(process.env, { NATS_URL: 'nats://127.0.0.1:1', NATS_CREDS: '/nowhere/user.creds' });
      await expect(connect()).rejects.toMatchObject({
        code: 'BROKER_REFUSED',
        message: expect.stringContaining('/nowhere/user.creds does not exist'),
      });
    });

    it('says that it is the namespace', async () => {
      Object.assign(process.env, { NATS_URL: 'nats://127.0.0.1:1', NATS_NAMESPACE: 'Staging' });
      await expect(connect()).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/^NATS_NAMESPACE: "Staging"/),
      });
    });
  });
});
