import { describe, expect, it } from '@jest/globals';
import { importsOf, requirements } from './requirements.ts';

describe('what a package requires', () => {
  const pinned = {
    uuid: '14.0.3',
    zod: '4.6.7',
    pg: '8.23.1',
    '@types/pg': '8.23.0',
    '@nestjs/common': '12.5.1',
  };

  it('is exactly what it imports, as the workspace pins it', () => {
    expect(requirements({ always: new Set(['uuid']), sometimes: new Set() }, pinned)).toMatchObject({
      dependencies: { uuid: '14.0.3' },
      peerDependencies: {},
    });
  });

  it('leaves to the user what a process has one copy of; behind a further door it is optional, and types always are', () => {
    const imports = { always: new Set(['pg']), sometimes: new Set(['@nestjs/common']) };
    expect(requirements(imports, pinned)).toEqual({
      dependencies: {},
      peerDependencies: { '@nestjs/common': '^12.5.1', '@types/pg': '^8.23.0', pg: '^8.23.1' },
      peerDependenciesMeta: { '@nestjs/common': { optional: true }, '@types/pg': { optional: true } },
    });
  });

  it('lets packages of one release be raised one after the other', () => {
    const own = { '@waybill/testing': '0.2.0', '@waybill/stack': '0.2.0' };
    expect(requirements({ always: new Set(Object.keys(own)), sometimes: new Set() }, own)).toMatchObject({
      dependencies: { '@waybill/stack': '0.2.0' },
      peerDependencies: { '@waybill/testing': '>=0.2.0' },
    });
  });

  it('is refused if nothing says its version', () => {
    const imports = { always: new Set(['left-pad']), sometimes: new Set<string>() };
    expect(() => requirements(imports, pinned)).toThrow('npm install left-pad');
  });
});

describe('the packages that a module imports', () => {
  it.each([
    [`import { z } from 'zod';`, ['zod']],
    [`export * from '@nats-io/jetstream/internal';`, ['@nats-io/jetstream']],
    [`await import('pg');`, ['pg']],
    [`type A = import("fastify").FastifyReply;`, ['fastify']],
    [`createRequire(import.meta.url).resolve('prisma/build/index.js')`, ['prisma']],
    [`import.meta.resolve('@waybill/nx/generate-client')`, ['@waybill/nx']],
    [`import { join } from 'node:path';`, ['@types/node']],
    [`import './own.js';`, []],
  ])('of %j are %j', (text, packages) => {
    expect(importsOf(text)).toEqual(packages);
  });
});
