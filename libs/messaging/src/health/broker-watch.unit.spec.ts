import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
import type { Role } from '../messaging-options.js';
import { BrokerWatch } from './broker-watch.js';

const Viewed = defineEvent({
  type: 'behavior.product-viewed',
  version: 1,
  owner: 'analytics',
  key: ({ session }) => session,
  schema: z.object({ session: z.string() }),
});

function watch({ roles = ['api', 'relay', 'consumers'] as Role[], direct = [Viewed] } = {}) {
  const broker = {
    ...{ connected: true, ms: 0 },
    ...{ notSetUp: undefined as string | undefined, reason: undefined as string | undefined },
  };
  const { check } = new BrokerWatch({
    roles: new Set(roles),
    transport: { isConnected: () => broker.connected, whyNotConnected: () => broker.reason },
    notSetUp: () => broker.notSetUp,
    direct,
    graceMs: 10_000,
    now: () => broker.ms,
  });
  const statuses = () => Object.fromEntries(check().map(({ role, status }) => [role, status]));
  return { broker, check, statuses };
}

describe('without the broker', () => {
  it('relay and consumers fail once a grace is over, and the API is degraded in what it publishes directly', () => {
    const { broker, check, statuses } = watch();
    expect(statuses()).toEqual({ relay: 'ok', consumers: 'ok', api: 'ok' });
    broker.connected = false;
    expect(statuses()).toEqual({ relay: 'degraded', consumers: 'degraded', api: 'degraded' });
    broker.ms = 10_000;
    expect(statuses()).toEqual({ relay: 'failing', consumers: 'failing', api: 'degraded' });
    expect(check().find(({ role }) => role === 'api')?.detail).toContain('behavior.product-viewed');
    broker.connected = true;
    expect(statuses()).toEqual({ relay: 'ok', consumers: 'ok', api: 'ok' });
  });

  it('says why it is away, once that is known', () => {
    const { broker, check } = watch({ roles: ['relay'] });
    broker.connected = false;
    expect(check()).toMatchObject([
      { detail: 'not connected to NATS for 0 s', fix: expect.stringMatching(/start nats-server/) },
    ]);
    broker.reason = 'certificate has expired';
    expect(check()).toMatchObject([
      {
        detail: 'not connected to NATS for 0 s: certificate has expired',
        fix: expect.stringMatching(/correct that/),
      },
    ]);
  });

  it('an API that publishes through the outbox has nothing to say', () => {
    const { broker, statuses } = watch({ roles: ['api'], direct: [] });
    broker.connected = false;
    expect(statuses()).toEqual({});
  });

  it('each outage has its own grace', () => {
    const { broker, statuses } = watch({ roles: ['relay'] });
    broker.connected = false;
    statuses();
    broker.ms = 9_000;
    broker.connected = true;
    statuses();
    broker.connected = false;
    statuses();
    broker.ms = 18_000;
    expect(statuses()).toEqual({ relay: 'degraded' });
  });
});

it('with the broker, a process whose streams and consumers are not there does not work', () => {
  const { broker, check } = watch({ roles: ['consumers'] });
  broker.notSetUp = 'streams and consumers cannot be set up yet: 503';
  expect(check()).toEqual([
    { name: 'broker', role: 'consumers', status: 'failing', detail: broker.notSetUp },
  ]);
});
