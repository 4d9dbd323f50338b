import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeHealth, serviceHealth, type ServiceHealth } from './service-health.js';

const report: ServiceHealth = {
  ready: true,
  status: 'degraded',
  checks: [
    { name: 'database', role: 'all', status: 'ok', since: '2026-01-01T00:00:00.000Z' },
    {
      name: 'broker',
      role: 'relay',
      status: 'failing',
      since: '2026-01-01T00:00:05.000Z',
      detail: 'not connected to NATS for 12 s',
    },
  ],
};

describe('the health of a service', () => {
  let server: Server;
  let url: string;
  let body: unknown = report;

  beforeAll(async () => {
    server = createServer((_request, response) => response.end(JSON.stringify(body)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('is read', async () => {
    expect(await serviceHealth(url)).toEqual(report);
  });

  it('is not taken from another program that listens there', async () => {
    body = 'hello';
    await expect(serviceHealth(url)).rejects.toThrow(
      `${url}/health responds with 200, not with a health report`,
    );
  });
});

describe('the health in one line', () => {
  it('names what is not ok, its cause, and since when', () => {
    expect(describeHealth(report)).toBe(
      'ready, degraded: broker (relay) failing since 2026-01-01T00:00:05.000Z: not connected to NATS for 12 s',
    );
    expect(describeHealth({ ...report, ready: false, status: 'failing' })).toMatch(/^not ready: broker/);
  });

  it('says only that it is ready if all is ok', () => {
    expect(describeHealth({ ready: true, status: 'ok', checks: [report.checks[0]!] })).toBe('ready');
  });
});
