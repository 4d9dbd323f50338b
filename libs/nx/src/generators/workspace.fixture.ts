import type { Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';

const SERVICES = { console: 3000, order: 3001 };

/** A workspace in memory with one service, `order`, and its event `order.confirmed`. */
export function workspaceTree(): Tree {
  const tree = createTree();
  const write = (path: string, value: unknown) => tree.write(path, JSON.stringify(value, null, 2));
  write('package.json', { name: 'shop', private: true });
  write('package-lock.json', {
    name: 'shop',
    packages: { '': { name: 'shop' }, 'apps/order': { name: '@shop/order' } },
  });
  write('libs/contracts/package.json', { name: '@shop/contracts' });
  tree.write('.prettierrc', '{ "singleQuote": true, "printWidth": 110, "trailingComma": "all" }');
  for (const [name, port] of Object.entries(SERVICES)) {
    write(`apps/${name}/package.json`, { name: `@shop/${name}`, waybill: { port } });
    tree.write(
      `apps/${name}/src/service.ts`,
      `export const ${name} = defineService({\n  name: '${name}',\n  controllers: [],\n});\n`,
    );
  }
  tree.write(
    'libs/contracts/src/index.ts',
    `export { OrderConfirmed } from './order-confirmed.v1.js';\nexport { PriceList } from './price-list.js';\n`,
  );
  tree.write(
    'libs/contracts/src/order-confirmed.v1.ts',
    `export const OrderConfirmed = defineEvent({
  type: 'order.confirmed',
  version: 1,
  owner: 'order',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: z.object({ orderId: z.uuid(), confirmedAt: z.iso.datetime() }),
});
`,
  );
  tree.write('libs/contracts/src/price-list.ts', 'export const PriceList = z.object({});\n');
  write('libs/contracts/snapshots/order.confirmed.v1.json', {
    key: { fields: ['/orderId'], ofExample: '019abc12-3456-7abc-8def-0123456789ab' },
    example: {},
    schema: {
      properties: {
        orderId: { type: 'string', format: 'uuid' },
        confirmedAt: { type: 'string', format: 'date-time' },
      },
      required: ['orderId', 'confirmedAt'],
    },
  });
  return tree;
}

/** Every file of the tree, path to text. */
export function textsOf(tree: Tree, folder = '.'): Record<string, string> {
  return Object.fromEntries(
    tree.children(folder).flatMap((child) => {
      const path = folder === '.' ? child : `${folder}/${child}`;
      return tree.isFile(path) ? [[path, tree.read(path, 'utf8')!]] : Object.entries(textsOf(tree, path));
    }),
  );
}
