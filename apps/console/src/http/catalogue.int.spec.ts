import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CatalogueResponse } from '@waybill/console-api';
import { consumer, defineEvent, on } from '@waybill/messaging';
import { describeMessaging, planConsumers } from '@waybill/messaging/operations';
import type { TestService } from '@waybill/service/testing';
import { z } from 'zod';
import { FakeService } from '../testing/fake-service.js';
import { startTestConsole } from '../testing/test-console.js';

class ShowShelves {
  async handle(): Promise<void> {}
}

let console: TestService;
let fake: FakeService;
let type: string;

beforeAll(async () => {
  [console, fake] = await Promise.all([startTestConsole(), FakeService.start()]);
  type = `${fake.name}.sorted`;
  const Sorted = defineEvent({
    type,
    version: 1,
    owner: fake.name,
    since: '2026-11-22',
    key: ({ id }) => id,
    schema: z.object({ id: z.string(), shelves: z.array(z.string()) }),
    example: { id: 's-1', shelves: ['top'] },
  });
  const consumers = [consumer(`${fake.name}-view`, { startFrom: 'now' }, [on(Sorted, ShowShelves)])];
  await fake.introduce(console, describeMessaging([Sorted], planConsumers(consumers, 1_000)));
});
afterAll(async () => {
  await fake?.close();
  await console?.close();
});

it('lists an event as soon as a running service reports it', async () => {
  const { events } = (await (await fetch(`${console.url}/api/catalogue`)).json()) as CatalogueResponse;
  expect(events.find((event) => event.type === type)).toEqual({
    type,
    stream: fake.name.toUpperCase(),
    versions: [
      {
        version: 1,
        name: `${type}.v1`,
        subjectTemplate: `${type}.v1.{lane}.{partition}`,
        owner: fake.name,
        publishers: [fake.name],
        key: ['/id'],
        since: '2026-11-22',
        example: { id: 's-1', shelves: ['top'] },
        schema: expect.objectContaining({ type: 'object', required: ['id', 'shelves'] }),
      },
    ],
    consumers: [
      {
        consumer: `${fake.name}-view`,
        service: fake.name,
        handler: 'ShowShelves',
        mode: 'key',
        handles: 1,
        reads: [{ version: 1, how: 'handles' }],
      },
    ],
  });
});

it('is an AsyncAPI document too', async () => {
  const response = await fetch(`${console.url}/asyncapi.json`);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.json()).toMatchObject({
    asyncapi: '3.0.0',
    channels: { [`${type}.v1`]: { address: `${type}.v1.{lane}.{partition}` } },
    operations: {
      [`${fake.name}.send.${type}.v1`]: { action: 'send' },
      [`${fake.name}-view.receive.${type}.v1`]: { action: 'receive' },
    },
  });
});
