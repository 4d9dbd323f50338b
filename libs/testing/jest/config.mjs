import { fileURLToPath } from 'node:url';

const inThisFolder = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Workspace sources are compiled by swc, not taken from dist. */
export const common = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@waybill/source', 'node'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.waybill/'],
};

const onRealServers = {
  ...common,
  setupFilesAfterEnv: [inThisFolder('retry-once.mjs')],
  globalTeardown: inThisFolder('tear-down.mjs'),
};

/** Code only. */
export const unit = {
  ...common,
  displayName: 'unit',
  testMatch: ['<rootDir>/{apps,libs,tools}/**/*.unit.spec.ts'],
};

/** On real servers: one Postgres and one nats-server for the run, see @waybill/testing. */
export const integration = {
  ...onRealServers,
  displayName: 'integration',
  testMatch: ['<rootDir>/{apps,libs}/**/*.int.spec.ts'],
  globalSetup: inThisFolder('start-servers.mjs'),
};

/** Tests that start whole platforms by their commands. */
export const onPlatforms = { ...onRealServers, globalSetup: inThisFolder('make-folder.mjs') };
