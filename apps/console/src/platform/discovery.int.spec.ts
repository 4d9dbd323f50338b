import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@waybill/service/testing';
import { ServiceAway, ServiceInspector, ServiceRefused } from './service-inspector.js';
import { ServiceDirectory } from './service-directory.js';
import { FakeService } from '../testing/fake-service.js';
import { startTestConsole } from '../testing/test-console.js';

describe('discovery', () => {
  let console: TestService;
  let fake: FakeService;

  beforeAll(async () => {
    console = await startTestConsole();
    fake = await FakeService.start();
  });

  afterAll(async () => {
    await fake.close();
    await console.close();
  });

  it('knows a service by what it says of itself, and asks it what it does', async () => {
    const description = { publishes: [], consumers: [] };
    await fake.introduce(console, description);
    const directory = console.app.get(ServiceDirectory, { strict: false });
    expect(directory.find(fake.name)).toMatchObject({ up: true, description });
    const topology = (await (await fetch(`${console.url}/api/topology`)).json()) as { nodes: unknown[] };
    expect(topology.nodes).toContainEqual(
      expect.objectContaining({ id: `service:${fake.name}`, state: 'up' }),
    );
  });

  it('tells silence from a refusal, and says which request it was', async () => {
    const inspector = console.app.get(ServiceInspector, { strict: false });
    await expect(inspector.ask(fake.name, 'outbox.status', {})).rejects.toThrow(ServiceAway);
    await expect(inspector.ask(fake.name, 'outbox.status', {})).rejects.toThrow('outbox.status');
    await fake.refuse('faults.list', 'FAILED', 'the database is down');
    const refused = inspector.ask(fake.name, 'faults.list', {});
    await expect(refused).rejects.toThrow(ServiceRefused);
    await expect(refused).rejects.toMatchObject({ code: 'FAILED' });
  });

  it('shows the outbox of a service that does not reply as unreachable', async () => {
    const answer = (await (await fetch(`${console.url}/api/outbox`)).json()) as { services: unknown[] };
    expect(answer.services).toContainEqual(
      expect.objectContaining({ service: fake.name, reachable: false, rows: [] }),
    );
  });
});
