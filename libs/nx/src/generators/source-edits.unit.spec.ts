import { describe, expect, it } from '@jest/globals';
import { addImports, removeImports } from './imports.ts';
import { camelCase, kebabCase, pascalCase, snakeCase } from './naming.ts';
import { addToService, definedName } from './service-file.ts';
import { workspaceTree } from './workspace.fixture.ts';

describe('imports', () => {
  const source = `import { Injectable } from '@nestjs/common';\nimport { b } from './b.js';\n\nconst x = 1;\n`;

  it('go to the declaration of their module, or get a line where it sorts', () => {
    const added = addImports(source, [
      { name: 'Inject', from: '@nestjs/common' },
      { name: 'on', from: '@waybill/messaging' },
      { name: 'A', from: './a.js', type: true },
    ]);
    expect(added).toBe(
      `import { Inject, Injectable } from '@nestjs/common';
import { on } from '@waybill/messaging';
import type { A } from './a.js';
import { b } from './b.js';

const x = 1;
`,
    );
    expect(addImports(added, [{ name: 'Inject', from: '@nestjs/common' }])).toBe(added);
  });

  it('stay away from a declaration of types', () => {
    expect(addImports(`import type { A } from './a.js';\n`, [{ name: 'a', from: './a.js' }])).toBe(
      `import type { A } from './a.js';\nimport { a } from './a.js';\n`,
    );
  });

  it('begin a file that has none, and leave again', () => {
    const added = addImports('const x = 1;\n', [{ name: 'a', from: './a.js' }]);
    expect(added).toBe(`import { a } from './a.js';\nconst x = 1;\n`);
    expect(removeImports(added, './a.js')).toBe('const x = 1;\n');
  });
});

describe('a service file', () => {
  it('gets an element in a list, once, and the list if it is missing', () => {
    const tree = workspaceTree();
    const imported = [{ name: 'A', from: './http/a.controller.js' }];
    addToService(tree, 'order', 'controllers', 'A', imported);
    addToService(tree, 'order', 'controllers', 'A', imported);
    addToService(tree, 'order', 'providers', 'B');
    const text = tree.read('apps/order/src/service.ts', 'utf8')!;
    expect(text).toBe(
      `import { A } from './http/a.controller.js';
export const order = defineService({
  name: 'order',
  controllers: [A],
  providers: [B],
});
`,
    );
    expect(definedName('service.ts', text)).toBe('order');
  });

  it('is refused where a list is made by a function', () => {
    const tree = workspaceTree();
    tree.write('apps/order/src/service.ts', 'defineService({ providers: (config) => [] })');
    expect(() => addToService(tree, 'order', 'providers', 'B')).toThrow('Add B to it by hand');
  });
});

it('writes names in each of the cases', () => {
  expect([pascalCase('gift-cards'), camelCase('gift-cards'), snakeCase('orderId')]).toEqual([
    'GiftCards',
    'giftCards',
    'order_id',
  ]);
  expect([pascalCase('order.confirmed'), kebabCase('behavior.product-viewed')]).toEqual([
    'OrderConfirmed',
    'behavior-product-viewed',
  ]);
});
