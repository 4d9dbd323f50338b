import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  eventually,
  LocalAuthority,
  stopOwnServers,
  testNats,
  type IssuedCertificate,
  type TestNatsServer,
} from '@waybill/testing';
import { BrokerUnavailable } from '../errors.js';
import { STREAM_DEFAULTS } from '../topology/topology.js';
import { JetStreamTransport, type BrokerAccess } from './index.js';

let folder: string;
let authority: LocalAuthority;
let client: IssuedCertificate;
let server: TestNatsServer;
let address: string;
/** What a test started. */
const transports: JetStreamTransport[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-tls-'));
  authority = new LocalAuthority(folder);
  client = authority.issue('client');
  authority.issue('server', { names: ['localhost'] });
  const settings = join(folder, 'nats.conf');
  writeFileSync(
    settings,
    `jetstream { max_file_store: 1GB }
     tls { cert_file: "${folder}/server.pem", key_file: "${folder}/server.key", ca_file: "${authority.certificate}", verify: true }`,
  );
  server = await testNats({ isolated: true, settings });
  address = server.url.replace(/.*:/, 'tls://localhost:');
  const stream = { name: 'TLS', subjects: ['tls.>'], limits: {}, defaults: STREAM_DEFAULTS };
  const owner = transportWith();
  await owner.connected();
  await owner.reconcile({ streams: [stream], consumers: [] });
});

afterAll(async () => {
  await Promise.all(transports.map((transport) => transport.close()));
  await stopOwnServers();
  rmSync(folder, { recursive: true });
});

function transportWith(changed: Partial<BrokerAccess> = {}): JetStreamTransport {
  const access = { servers: [address], ca: authority.certificate, ...client, ...changed };
  const transport = new JetStreamTransport({ ...access, name: 'tls' });
  transports.push(transport);
  return transport;
}

/** Publishes one message after the other, each until it is acknowledged. */
function keepPublishing(transport: JetStreamTransport) {
  const load = { acknowledged: 0, stop: async () => {} };
  let stopped = false;
  const publishing = (async () => {
    for (let id = 1; !stopped; id++) {
      const message = { id: `load-${id}`, subject: 'tls.load', headers: {}, body: 'x' };
      await eventually(() =>
        transport.publish(message).catch((error: unknown) => {
          if (!(error instanceof BrokerUnavailable)) throw error;
          return undefined;
        }),
      );
      load.acknowledged = id;
    }
  })();
  load.stop = async () => {
    stopped = true;
    await publishing;
  };
  return load;
}

const reasonOf = (transport: JetStreamTransport) => eventually(() => transport.whyNotConnected());

describe('TLS to the broker', () => {
  it('carries messages, with a certificate on both sides', async () => {
    const transport = transportWith();
    await transport.connected();
    const published = await transport.publish({ id: 'first', subject: 'tls.x', headers: {}, body: 'x' });
    expect(published).toMatchObject({ stream: 'TLS', duplicate: false });
    expect(transport.whyNotConnected()).toBeUndefined();
  });

  it.each<[string, () => Partial<BrokerAccess>, RegExp]>([
    [
      "an authority that did not sign the server's certificate",
      () => ({ ca: new LocalAuthority(folder, 'other').certificate }),
      /unable to verify|self-signed|signature/,
    ],
    ['no authority', () => ({ ca: undefined }), /unable to verify|self-signed/],
    ['no certificate of its own', () => ({ certificate: undefined, key: undefined }), /certificate required/],
    ['a certificate that expired', () => authority.issue('late', { validForMs: -1 }), /expired/],
  ])('is refused with %s, and says why at the first attempt', async (_, changed, reason) => {
    expect(await reasonOf(transportWith(changed()))).toMatch(reason);
  });

  it('is refused by a server without it', async () => {
    const plain = await testNats({ isolated: true });
    expect(
      await reasonOf(transportWith({ servers: [plain.url.replace(/.*:/, 'tls://localhost:')] })),
    ).toMatch(/tls.*not available|server does not support 'tls'/);
  });

  it('to an IP address is refused, since it could not be verified', async () => {
    await expect(transportWith({ servers: [server.url] }).connected()).rejects.toThrow(
      /^TLS to 127\.0\.0\.1:\d+ cannot be verified by its IP address: use a name/,
    );
  });

  it('with half a pair of certificate and key is refused', async () => {
    await expect(transportWith({ key: undefined }).connected()).rejects.toThrow(/certificate needs its key/);
  });

  it('goes on while the certificates of both sides are replaced, and loses nothing', async () => {
    const transport = transportWith();
    await transport.connected();
    const before = (await transport.reader.streamStatus('TLS'))!.messages;
    const load = keepPublishing(transport);
    await eventually(() => load.acknowledged > 10);

    authority.issue('server', { names: ['localhost'] });
    authority.issue('client');
    server.reload();
    await server.restart(); // a connection that exists goes on with the old ones
    const restarted = load.acknowledged;
    await eventually(() => load.acknowledged > restarted + 10);

    await load.stop();
    const { messages } = (await transport.reader.streamStatus('TLS'))!;
    expect(messages - before).toBe(load.acknowledged);
  });

  it('says why it cannot reconnect, and does so once the file is mended', async () => {
    const own = authority.issue('own');
    const transport = transportWith(own);
    await transport.connected();
    authority.issue('own', { validForMs: -1 });
    await server.restart();
    await eventually(() => transport.whyNotConnected()?.includes('expired'));
    authority.issue('own');
    await eventually(() => transport.isConnected());
  });
});
