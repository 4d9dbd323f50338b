import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OverviewResponse } from '@waybill/console-api';
import type { TestService } from '@waybill/service/testing';
import { eventually } from '../testing/eventually.js';
import { FakeService } from '../testing/fake-service.js';
import { startTestConsole } from '../testing/test-console.js';

/** The broker is the run's: findings of other tests' services may be among those of this one. */
describe('the overview of a platform with one service', () => {
  let console: TestService;
  let fake: FakeService;

  beforeAll(async () => {
    [console, fake] = await Promise.all([startTestConsole(), FakeService.start()]);
    const status = {
      pending: 2,
      oldestSeconds: 90,
      refused: 0,
      parked: 0,
      scheduled: 0,
      nextDueSeconds: null,
    };
    await fake.answer('outbox.status', () => ({ ...status, relayPaused: true }));
    await fake.answer('outbox.rows', () => []);
    await fake.answer('faults.list', () => []);
    await fake.introduce(console, { publishes: [], consumers: [] });
  });

  afterAll(async () => {
    await fake?.close();
    await console?.close();
  });

  async function overview() {
    const body = (await (await fetch(`${console.url}/api/overview`)).json()) as OverviewResponse;
    const own = (name: string) => body.findings.find(({ id }) => id === `${name}:${fake.name}`);
    return {
      ...body,
      late: own('outbox-late'),
      health: body.findings.find(({ id }) => id.startsWith(`health:${fake.name}`)),
    };
  }

  it('has its processes and when they started', async () => {
    const { services } = await overview();
    const { instance, startedAt, roles } = fake.presence;
    expect(services).toContainEqual({
      service: fake.name,
      up: true,
      processes: [{ instance, startedAt, roles }],
    });
  });

  it('tells since when a row has been late in its outbox, and of what is normal', async () => {
    const { at, late, figures, normal } = await overview();
    expect(late).toMatchObject({ severity: 'bad', atLeast: false, href: '/streams' });
    expect(Date.parse(at) - Date.parse(late!.since)).toBe(90_000);
    expect(figures.oldestInOutbox).toEqual({ service: fake.name, seconds: 90 });
    expect(normal.outboxSeconds).toBeLessThan(90);
  });

  it('keeps the time at which the console first saw what has no time of its own, until it is over', async () => {
    fake.presence.health = [{ name: 'database', role: 'all', status: 'failing', detail: 'refused' }];
    fake.announce();
    const first = await eventually(overview, ({ health }) => health !== undefined);
    expect(first.health).toMatchObject({ severity: 'bad', atLeast: true, since: first.at });
    const next = await eventually(overview, ({ at }) => at !== first.at);
    expect(next.health?.since).toBe(first.at);
    fake.presence.health = [];
    fake.announce();
    await eventually(overview, ({ health }) => health === undefined);
  });

  it('is documented', async () => {
    const openApi = (await (await fetch(`${console.url}/openapi.json`)).json()) as { paths: object };
    expect(openApi.paths).toHaveProperty('/api/overview');
  });
});
