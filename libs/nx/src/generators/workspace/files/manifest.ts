import type { Template } from '../template.ts';

/** What services run on, and what they may import. */
const RUNTIME = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/microservices',
  '@nestjs/platform-fastify',
  '@nestjs/swagger',
  '@opentelemetry/api',
  '@prisma/adapter-pg',
  '@prisma/client',
  'pg',
  'reflect-metadata',
  'rxjs',
  'uuid',
  'zod',
];

/** What builds, checks and tests them. */
const DEVELOPMENT = [
  '@eslint/js',
  '@jest/globals',
  '@nestjs/testing',
  '@nx/devkit',
  '@nx/eslint-plugin',
  '@nx/js',
  '@swc/core',
  '@swc/jest',
  '@types/node',
  '@types/pg',
  'eslint',
  'jest',
  'node',
  'nx',
  'prettier',
  'prisma',
  'typescript',
  'typescript-eslint',
];

const OWN_RUNTIME = ['console', 'messaging', 'service', 'telemetry'];
const OWN_DEVELOPMENT = ['cli', 'nx', 'stack', 'testing'];

const SHOP = ['@nats-io/jetstream', '@nats-io/transport-node', 'csv-parse', 'fastify'];

/** Of what is imported here only the versions are the template's. */
export function workspaceManifest(template: Template, name: string, shop: boolean): object {
  const own = (names: readonly string[]) =>
    names.map((each) => [`@waybill/${each}`, template.version] as const);
  const others = (names: readonly string[]) =>
    names.map((each) => [each, versionOf(template, each)] as const);
  return {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: template.engines,
    workspaces: ['apps/*', 'libs/*'],
    scripts: template.scripts,
    ...(shop && { waybill: template.shop.parts }),
    dependencies: sorted([...own(OWN_RUNTIME), ...others([...RUNTIME, ...(shop ? SHOP : [])])]),
    devDependencies: sorted([...own(OWN_DEVELOPMENT), ...others(DEVELOPMENT)]),
    allowScripts: template.allowScripts,
  };
}

function versionOf({ versions }: Template, name: string): string {
  const version = versions[name];
  if (version === undefined) throw new Error(`${name} is in no package.json of the repository`);
  return version;
}

function sorted(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
