import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declaredServices } from './declared-services.js';

describe('the services of a workspace', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'waybill-declared-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function app(name: string, waybill?: unknown): void {
    mkdirSync(join(root, 'apps', name), { recursive: true });
    writeFileSync(join(root, 'apps', name, 'package.json'), JSON.stringify({ name, waybill }));
  }

  function inApps(name: string) {
    return {
      database: true,
      main: join(root, 'apps', name, 'dist/main.js'),
      prisma: join(root, 'prisma', name),
    };
  }

  function installed(name: string, waybill?: unknown): void {
    mkdirSync(join(root, 'node_modules', name), { recursive: true });
    writeFileSync(join(root, 'node_modules', name, 'package.json'), JSON.stringify({ name, waybill }));
  }

  const dependencies: Record<string, string> = {};
  function dependOn(name: string, waybill?: unknown): void {
    installed(name, waybill);
    dependencies[name] = '1.0.0';
    writeFileSync(join(root, 'package.json'), JSON.stringify({ dependencies }));
  }

  it('are the apps that declare a port, by port', () => {
    app('zebra', { port: 3001 });
    app('alpaca', { port: 3004, database: false });
    app('console', { port: 3000 });
    app('web');
    expect(declaredServices(root)).toEqual([
      { name: 'console', port: 3000, ...inApps('console') },
      { name: 'zebra', port: 3001, ...inApps('zebra') },
      { name: 'alpaca', port: 3004, ...inApps('alpaca'), database: false },
    ]);
  });

  it('are also packages that the workspace itself depends on, with the tables that they bring', () => {
    dependOn('@waybill/console', { port: 3000 });
    dependOn('pg');
    app('order', { port: 3001 });
    installed('@waybill/unasked', { port: 3002 });
    expect(declaredServices(root)).toEqual([
      {
        name: 'console',
        port: 3000,
        database: true,
        main: join(root, 'node_modules/@waybill/console/dist/main.js'),
        prisma: join(root, 'node_modules/@waybill/console/prisma/console'),
      },
      { name: 'order', port: 3001, ...inApps('order') },
    ]);
  });

  it('come from the workspace if it has an app of the package’s name', () => {
    dependOn('@waybill/console', { port: 3000 });
    app('console', { port: 3005 });
    expect(declaredServices(root)).toEqual([{ name: 'console', port: 3005, ...inApps('console') }]);
  });

  it('do not share a port with a package', () => {
    dependOn('@waybill/console', { port: 3000 });
    app('order', { port: 3000 });
    expect(() => declaredServices(root)).toThrow(
      'node_modules/@waybill/console/package.json: port 3000 belongs to order (apps/order/package.json)',
    );
  });

  it('do not share a port', () => {
    app('console', { port: 3000 });
    app('order', { port: 3001 });
    app('shipping', { port: 3001 });
    expect(() => declaredServices(root)).toThrow(
      expect.objectContaining({
        code: 'SERVICE_DECLARATION',
        message: 'apps/shipping/package.json: port 3001 belongs to order (apps/order/package.json)',
        fix: 'write "waybill": { "port": 3002 }',
      }),
    );
  });

  it.each([
    { port: 2999 },
    { port: 3010 },
    { port: '3001' },
    { prot: 3001 },
    { port: 3001, host: 'x' },
    { port: 3001, database: 'pg' },
    3001,
    null,
  ])('declare a port from 3000 to 3009 and nothing else, not %j', (waybill) => {
    app('shipping', waybill);
    expect(() => declaredServices(root)).toThrow(
      expect.objectContaining({
        message: `apps/shipping/package.json: "waybill" must be { "port": 3000 to 3009 }, not ${JSON.stringify(waybill)}`,
        fix: expect.stringMatching(/"port": 300\d/),
      }),
    );
  });

  it('are not named as a server of the stack', () => {
    app('nats', { port: 3001 });
    expect(() => declaredServices(root)).toThrow('apps/nats/package.json: a service cannot be named nats');
  });
});
