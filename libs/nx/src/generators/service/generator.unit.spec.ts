import { beforeEach, describe, expect, it } from '@jest/globals';
import { formatFiles, type Tree } from '@nx/devkit';
import { removeGenerator } from '../remove/generator.ts';
import { textsOf, workspaceTree } from '../workspace.fixture.ts';
import { serviceGenerator } from './generator.ts';
import type { ServiceOptions } from './options.ts';

describe('the service generator', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = workspaceTree();
  });

  const text = (path: string) => tree.read(path, 'utf8') ?? '';
  const payment: ServiceOptions = {
    name: 'payment',
    consumes: ['order.confirmed'],
    emits: ['payment.captured'],
  };

  it('makes a service with the next free port, in the scope of the workspace', async () => {
    await serviceGenerator(tree, payment);
    expect(JSON.parse(text('apps/payment/package.json'))).toMatchObject({
      name: '@shop/payment',
      waybill: { port: 3002 },
    });
    const { packages } = JSON.parse(text('package-lock.json')) as { packages: object };
    expect(Object.keys(packages)).toEqual(['', 'apps/order', 'apps/payment', 'node_modules/@shop/payment']);
  });

  it('takes key, its type and the time of the event from the contract', async () => {
    await serviceGenerator(tree, payment);
    expect(text('libs/contracts/src/payment-captured.v1.ts')).toContain(
      'schema: z.object({ orderId: z.uuid(), capturedAt: z.iso.datetime() })',
    );
    expect(text('libs/contracts/src/payment-captured.v1.ts')).toContain(
      'conversation: (data) => data.orderId',
    );
    const [migration] = tree.children('prisma/payment/migrations');
    expect(text(`prisma/payment/migrations/${migration}/migration.sql`)).toContain(
      '"order_id" UUID NOT NULL',
    );
    const handler = text('apps/payment/src/application/record-payment-when-order-confirmed.handler.ts');
    expect(handler).toContain("record(tx, data.orderId, 'confirmedAt', new Date(data.confirmedAt))");
  });

  it('exports a contract where it sorts, and leaves the other exports alone', async () => {
    await serviceGenerator(tree, payment);
    expect(text('libs/contracts/src/index.ts').split('\n')).toEqual([
      "export { OrderConfirmed } from './order-confirmed.v1.js';",
      "export { PaymentCaptured } from './payment-captured.v1.js';",
      "export { PriceList } from './price-list.js';",
      '',
    ]);
  });

  it.each([
    ['prisma', 'database: prisma(PrismaClient)'],
    ['pg', 'database: pg()'],
    ['none', 'database: pg()'],
  ] as const)('makes one with messages and the database %s', async (database, declared) => {
    await serviceGenerator(tree, { ...payment, database });
    expect(text('apps/payment/src/service.ts')).toContain(declared);
    expect(tree.exists('prisma/payment/schema.prisma')).toBe(true);
    expect(tree.exists('prisma/payment/migrations')).toBe(database !== 'none');
  });

  it('makes one without messages that needs no database', async () => {
    await serviceGenerator(tree, { name: 'greeter', database: 'none' });
    expect(JSON.parse(text('apps/greeter/package.json'))).toMatchObject({
      waybill: { port: 3002, database: false },
    });
    expect(text('apps/greeter/src/service.ts')).toContain('database: false');
    expect(tree.exists('prisma/greeter')).toBe(false);
  });

  it.each([
    ['no kebab case', { name: 'GiftCards' }, '--name: "GiftCards" is not in lower-case kebab case'],
    ['a name that is taken', { name: 'order' }, '--name: there is apps/order already'],
    ['a name of the stack', { name: 'postgres' }, '--name: "postgres" means something else here'],
    ['a keyword', { name: 'delete' }, '--name: "delete" means something else here'],
    [
      'a mistyped event',
      { consumes: ['order.confrmed'] },
      'Did you mean order.confirmed? Known are order.confirmed.',
    ],
    ['no event', { emits: ['captured'] }, '--emits: "captured" is not an event'],
    [
      'an event of another',
      { emits: ['order.confirmed'] },
      '--emits: order publishes order.confirmed already',
    ],
    ['a stream of another', { emits: ['order.shipped'] }, 'their stream ORDER belong to order'],
    ['a name that contracts export', { emits: ['price.list'] }, 'PriceList, which libs/contracts exports'],
    [
      'nothing to do',
      { consumes: [], emits: [], http: false },
      '--http: a service without events and without HTTP',
    ],
  ])('refuses %s before anything is written', async (_, wrong, message) => {
    const before = textsOf(tree);
    await expect(serviceGenerator(tree, { ...payment, ...wrong })).rejects.toThrow(message);
    expect(textsOf(tree)).toEqual(before);
  });

  it('refuses an eleventh service, and names the ten', async () => {
    for (let port = 3002; port <= 3009; port++) {
      tree.write(`apps/other-${port}/package.json`, JSON.stringify({ waybill: { port } }));
    }
    await expect(serviceGenerator(tree, payment)).rejects.toThrow(
      'all ten ports are taken, by console, order',
    );
  });

  it('is undone by remove, to the byte', async () => {
    await formatFiles(tree);
    const before = textsOf(tree);
    await serviceGenerator(tree, payment);
    removeGenerator(tree, { name: 'payment' });
    const lock = (texts: Record<string, string>) => ({
      ...texts,
      'package-lock.json': JSON.stringify(JSON.parse(texts['package-lock.json']!)),
    });
    expect(lock(textsOf(tree))).toEqual(lock(before));
  });

  it('does not remove a service whose events another handles, and names the files', async () => {
    await serviceGenerator(tree, payment);
    await serviceGenerator(tree, { name: 'shipping', consumes: ['payment.captured'] });
    expect(() => removeGenerator(tree, { name: 'payment' })).toThrow(
      /others use payment or its events: apps\/shipping\/src\//,
    );
    expect(() => removeGenerator(tree, { name: 'shiping' })).toThrow('Did you mean shipping?');
  });
});
