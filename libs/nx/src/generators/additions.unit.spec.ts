import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Tree } from '@nx/devkit';
import { endpointGenerator } from './endpoint/generator.ts';
import { eventGenerator } from './event/generator.ts';
import { faultGenerator } from './fault/generator.ts';
import { handlerGenerator } from './handler/generator.ts';
import { projectionGenerator } from './projection/generator.ts';
import { scheduleGenerator } from './schedule/generator.ts';
import { serviceGenerator } from './service/generator.ts';
import { textsOf, workspaceTree } from './workspace.fixture.ts';

let tree: Tree;
const text = (path: string) => tree.read(path, 'utf8') ?? '';
const service = () => text('apps/loyalty/src/service.ts');
const subscriptions = () => text('apps/loyalty/src/subscriptions.ts');

beforeEach(async () => {
  tree = workspaceTree();
  await serviceGenerator(tree, { name: 'loyalty', emits: ['points.earned'], database: 'pg' });
});

describe('the event generator', () => {
  it('declares an event with the key of its stream, and that the service publishes it', async () => {
    await eventGenerator(tree, { type: 'points.expired', owner: 'loyalty' });
    expect(text('libs/contracts/src/points-expired.v1.ts')).toContain("owner: 'loyalty'");
    expect(text('libs/contracts/src/index.ts')).toContain("from './points-expired.v1.js'");
    expect(service()).toContain('publishes: [PointsEarned, PointsExpired]');
    expect(service()).toContain("import { PointsEarned, PointsExpired } from '@shop/contracts'");
  });
});

describe('the handler generator', () => {
  it('declares the first consumer of a service that had none', async () => {
    await handlerGenerator(tree, { event: 'order.confirmed', service: 'loyalty', does: 'add-points' });
    expect(text('apps/loyalty/src/application/add-points-when-order-confirmed.handler.ts')).toContain(
      'class AddPointsWhenOrderConfirmed implements EventHandler<typeof OrderConfirmed>',
    );
    expect(subscriptions()).toContain(
      "consumer('loyalty-events', { startFrom: 'now' }, [on(OrderConfirmed, AddPointsWhenOrderConfirmed)])",
    );
    expect(service()).toMatch(/^ {2}subscriptions,$/m);
  });

  it('adds to the only consumer, and to the one that is named', async () => {
    const add = (does: string, consumer?: string) =>
      handlerGenerator(tree, { event: 'points.earned', service: 'loyalty', does, consumer });
    await add('first');
    await add('second');
    await add('third', 'loyalty-mails');
    expect(subscriptions().replace(/\s+/g, ' ')).toMatch(
      /consumer\('loyalty-events', .*\[ ?on\(PointsEarned, First\w+\), on\(PointsEarned, Second\w+\),? ?\]\), consumer\('loyalty-mails', .*Third/,
    );
    await expect(add('fourth')).rejects.toThrow('loyalty has several: loyalty-events, loyalty-mails');
    expect(service().match(/subscriptions,/g)).toHaveLength(1);
  });
});

describe('the projection generator', () => {
  it('adds table, migration, handler and endpoint, and a consumer that begins at the first event', async () => {
    await projectionGenerator(tree, { name: 'parcels', service: 'loyalty', event: 'order.confirmed' });
    expect(text('prisma/loyalty/schema.prisma')).toMatch(/model Loyalty {[^]*model Parcels {/);
    const [, added] = tree.children('prisma/loyalty/migrations').sort();
    expect(text(`prisma/loyalty/migrations/${added}/migration.sql`)).toContain('CREATE TABLE "parcels"');
    expect(subscriptions()).toContain("consumer('loyalty-parcels', { startFrom: 'beginning' }");
    expect(service()).toContain('controllers: [LoyaltyController, ParcelsController]');
    expect(text('apps/loyalty/src/persistence/parcels-projection.ts')).toContain('PgDatabase');
  });
});

describe('the schedule generator', () => {
  it('adds the task and when it runs', async () => {
    await scheduleGenerator(tree, { name: 'expire-points', service: 'loyalty', cron: '0 3 * * *' });
    expect(text('apps/loyalty/src/application/expire-points.task.ts')).toContain(
      'class ExpirePoints implements ScheduledTask<SqlTransaction>',
    );
    expect(service()).toContain(
      "schedules: [schedule('expire-points', { cron: '0 3 * * *' }, ExpirePoints)]",
    );
  });
});

describe('the fault generator', () => {
  it('adds a switch as a provider', async () => {
    await faultGenerator(tree, { name: 'slow-mails', service: 'loyalty' });
    expect(text('apps/loyalty/src/faults/slow-mails.fault.ts')).toContain("name: 'slow-mails'");
    expect(service()).toMatch(/providers: \[[^\]]*SlowMailsFault\]/);
  });
});

describe('the endpoint generator', () => {
  it('adds a controller to those of the service', async () => {
    await endpointGenerator(tree, { path: 'refunds', service: 'loyalty' });
    expect(text('apps/loyalty/src/http/refunds.controller.ts')).toContain("@Controller('refunds')");
    expect(service()).toContain('controllers: [LoyaltyController, RefundsController]');
  });
});

it.each<[string, () => Promise<unknown>, string]>([
  [
    'a service that is not there',
    () => endpointGenerator(tree, { path: 'a', service: 'loyalti' }),
    'Did you mean loyalty?',
  ],
  [
    'an event that is not there',
    () => handlerGenerator(tree, { event: 'order.confirmd', service: 'loyalty' }),
    '--event',
  ],
  [
    "another service's domain",
    () => eventGenerator(tree, { type: 'order.lost', owner: 'loyalty' }),
    '--type',
  ],
  ['a schedule without times', () => scheduleGenerator(tree, { name: 'a', service: 'loyalty' }), '--every'],
  [
    'a period that is none',
    () => scheduleGenerator(tree, { name: 'a', service: 'loyalty', every: 'hourly' }),
    'Write a number and s, m, h or d',
  ],
  ...['hourly', '99 * * * *', '0 0 30 2 *', '? * * * *', "0 3 * * '", '@sometimes'].map(
    (cron): [string, () => Promise<unknown>, string] => [
      `a schedule at ${cron}`,
      () => scheduleGenerator(tree, { name: 'a', service: 'loyalty', cron }),
      '--cron',
    ],
  ),
  [
    'a period of more than a year',
    () => scheduleGenerator(tree, { name: 'a', service: 'loyalty', every: '367d' }),
    'from 1s to 366d',
  ],
  [
    'messages without a database',
    () => handlerGenerator(tree, { event: 'points.earned', service: 'order' }),
    'has no database',
  ],
])('is refused before anything is written: %s', async (_, generate, reason) => {
  const before = textsOf(tree);
  await expect(generate()).rejects.toThrow(reason);
  expect(textsOf(tree)).toEqual(before);
});
