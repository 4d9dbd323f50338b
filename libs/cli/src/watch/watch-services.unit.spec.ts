import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@waybill/stack';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rebuild } from './rebuild.js';
import { ServiceWatch } from './watch-services.js';

/** Two services, a library that both load, one that only the second loads, and a service that loads none. */
const FILES: Readonly<Record<string, string>> = {
  '.swcrc': '{ "jsc": { "parser": { "syntax": "typescript" }, "target": "es2024" } }',
  'apps/order/package.json': '{ "name": "@shop/order", "type": "module" }',
  'apps/order/src/main.ts': `import './http/orders.js'; import '@shop/money';`,
  'apps/order/src/http/orders.ts': `export const path: string = '/orders';`,
  'apps/order/src/http/orders.unit.spec.ts': `export {};`,
  'apps/stock/package.json': '{ "name": "@shop/stock", "type": "module" }',
  'apps/stock/src/main.ts': `import '@shop/money'; await import('@shop/clock/zones');`,
  'apps/zz-last/package.json': '{ "name": "@shop/zz-last", "type": "module" }',
  'apps/zz-last/src/main.ts': 'export {};',
  'libs/money/package.json': '{ "name": "@shop/money", "type": "module", "exports": "./dist/index.js" }',
  'libs/money/src/index.ts': `export * from './euro.js';`,
  'libs/money/src/euro.ts': `export const euro: string = 'EUR';`,
  'libs/money/src/testing.ts': `export const fake: string = 'XXX';`,
  'libs/clock/package.json':
    '{ "name": "@shop/clock", "type": "module", "exports": { "./zones": "./dist/zones.js" } }',
  'libs/clock/src/zones.ts': `export const zone: string = 'UTC';`,
  'prisma/order/schema.prisma': '',
  'prisma/stock/schema.prisma': '',
};

describe('a watch over services', () => {
  let root: string;
  let watch: ServiceWatch;
  const restarted: string[] = [];
  const said: string[] = [];
  let restart: (service: string) => Promise<boolean>;
  let bringUpDatabase: (service: string) => Promise<string>;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'waybill-watch-')));
    for (const [file, text] of Object.entries(FILES)) await save(file, text);
    await mkdir(join(root, 'node_modules', '@shop'), { recursive: true });
    for (const name of ['money', 'clock']) {
      await symlink(join(root, 'libs', name), join(root, 'node_modules', '@shop', name));
    }
    const sources = Object.keys(FILES).filter((file) => file.endsWith('.ts'));
    await rebuild(sources.map((file) => ({ path: join(root, file), project: projectOf(file) })));
    restarted.length = said.length = 0;
    restart = () => Promise.resolve(true);
    bringUpDatabase = (service) => Promise.resolve(`prisma/${service}: done`);
    watch = await ServiceWatch.start({
      root,
      services: ['order', 'stock', 'zz-last'],
      restart: (service) => {
        restarted.push(service);
        return restart(service);
      },
      bringUpDatabase: (service) => bringUpDatabase(service),
      say: (line) => void said.push(line),
    });
  });

  afterEach(async () => {
    await watch.close();
    await rm(root, { recursive: true });
  });

  it.each([
    ['apps/order/src/http/orders.ts', ['order']],
    ['libs/money/src/euro.ts', ['order', 'stock']],
    ['libs/clock/src/zones.ts', ['stock']], // through `await import()`
    ['libs/money/src/testing.ts', []], // no service loads it
    ['apps/order/src/http/orders.unit.spec.ts', []],
  ])('restarts for a change of %s: %j', async (file, services) => {
    await change(file);
    await change('apps/zz-last/src/main.ts'); // so that there is a restart to wait for
    await until(() => [...services, 'zz-last'].every((service) => restarted.includes(service)));
    await watch.close();
    expect(restarted.toSorted()).toEqual([...services, 'zz-last']);
  });

  it('emits what it restarts, with its map, and says how long that took', async () => {
    await save('apps/order/src/http/orders.ts', `export const path: string = '/changed';`);
    await until(() => said.length > 0);
    expect(said).toEqual([expect.stringMatching(/^order restarted in \d+\.\d s$/)]);
    const emitted = join(root, 'apps/order/dist/http/orders.js');
    expect(await readFile(emitted, 'utf8')).toMatch(/'\/changed'.*\n\/\/# sourceMappingURL=orders\.js\.map/);
    expect(JSON.parse(await readFile(`${emitted}.map`, 'utf8'))).toMatchObject({
      sources: ['../../src/http/orders.ts'],
    });
  });

  it('changes nothing while a file has a syntax error, and all of it once that is gone', async () => {
    await save('libs/money/src/euro.ts', 'export const euro = ;');
    await until(() => said.some((line) => line.includes('Nothing is restarted')));
    expect(said[0]).toContain('libs/money/src/euro.ts:1');
    await save('apps/order/src/http/orders.ts', `export const path: string = '/later';`);
    await until(() => said.length === 2); // still the same error
    expect(restarted).toEqual([]);
    expect(await readFile(join(root, 'apps/order/dist/http/orders.js'), 'utf8')).not.toContain('/later');

    await save('libs/money/src/euro.ts', `export const euro: string = '€';`);
    await until(() => said.length === 4);
    expect(restarted.toSorted()).toEqual(['order', 'stock']);
    expect(await readFile(join(root, 'apps/order/dist/http/orders.js'), 'utf8')).toContain('/later');
  });

  it('restarts nothing if a save changes only types', async () => {
    await save('apps/order/src/http/orders.ts', `export const path: unknown = '/orders';`);
    await save('libs/clock/src/zones.ts', `export const zone: string = 'CET';`);
    await until(() => said.some((line) => line.startsWith('stock restarted')));
    await watch.close();
    expect(restarted).toEqual(['stock']);
  });

  it('sees new files, the libraries that they load, and removed ones', async () => {
    await save('apps/order/src/hours.ts', `import '@shop/clock/zones';`);
    await save('apps/order/src/main.ts', `import './hours.js';`);
    await until(() => said.some((line) => line.startsWith('order restarted')));
    await change('libs/clock/src/zones.ts');
    await until(() => said.some((line) => line.startsWith('stock restarted')));
    await until(() => restarted.filter((service) => service === 'order').length > 1);

    await rm(join(root, 'apps/order/src/hours.ts'));
    await until(() => !existsSync(join(root, 'apps/order/dist/hours.js')));
  });

  it('brings up the database of a service before it restarts it', async () => {
    bringUpDatabase = async (service) => {
      await save(`apps/${service}/src/generated/client.ts`, 'export {};');
      expect(restarted).toEqual([]);
      return `prisma/${service}: done`;
    };
    await save('prisma/stock/migrations/1_first/migration.sql', 'SELECT 1');
    await until(() => said.length >= 2);
    expect(said).toEqual(['prisma/stock: done', expect.stringMatching(/^stock restarted in/)]);
    expect(existsSync(join(root, 'apps/stock/dist/generated/client.js'))).toBe(true);
  });

  it('does not restart a service whose database cannot be brought up', async () => {
    bringUpDatabase = () =>
      Promise.reject(Object.assign(new Error('migration 1_first failed'), { fix: 'mend it' }));
    await save('prisma/stock/schema.prisma', 'model {');
    await until(() => said.length > 0);
    await watch.close();
    expect({ said, restarted }).toEqual({ said: ['migration 1_first failed\n  mend it'], restarted: [] });
  });

  it('goes on while a restart takes long, and reports only the last one of a service', async () => {
    const pending: ((ready: boolean) => void)[] = [];
    restart = () => new Promise((resolve) => pending.push(resolve));
    await change('apps/order/src/main.ts');
    await until(() => pending.length === 1);
    await change('apps/order/src/main.ts');
    await until(() => pending.length === 2);
    pending.forEach((resolve) => resolve(true));
    await until(() => said.length > 0);
    expect(said).toHaveLength(1);
  });

  it('reports why a service did not start, and tries again at the next save', async () => {
    restart = () => Promise.reject(new Error('order ended while it started'));
    await change('apps/order/src/main.ts');
    await until(() => said.length === 1);
    restart = () => Promise.resolve(true);
    await change('apps/order/src/main.ts');
    await until(() => said.length === 2);
    expect(said).toEqual(['order ended while it started', expect.stringMatching(/^order restarted in/)]);
  });

  let changes = 0;

  async function change(file: string): Promise<void> {
    await appendFile(join(root, file), `\nexport const changed${changes++} = true;`);
  }

  async function save(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }

  function projectOf(file: string): string {
    return join(root, ...file.split('/').slice(0, 2));
  }

  async function until(look: () => boolean): Promise<void> {
    await waitUntil(look, { until: 'what the test waits for', timeout: 20_000, every: 5 });
  }
});
