// Four kinds by suffix: *.unit.spec.ts (code only), *.int.spec.ts (real Postgres and nats-server),
// apps/e2e/**/*.e2e.spec.ts (the running platform), apps/e2e/**/*.browser.spec.ts (the same in a real Chromium).
const common = {
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
  setupFilesAfterEnv: ['<rootDir>/tools/test/retry-once.mjs'],
  globalTeardown: '<rootDir>/libs/stack/jest-global-teardown.mjs',
};

const onPlatforms = { ...onRealServers, globalSetup: '<rootDir>/libs/stack/jest-global-setup-e2e.mjs' };

export default {
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,tools,bench}/**/*.unit.spec.ts'] },
    {
      ...onRealServers,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,libs}/**/*.int.spec.ts'],
      // One Postgres and one nats-server for the run: see @waybill/stack/testing.
      globalSetup: '<rootDir>/libs/stack/jest-global-setup.mjs',
    },
    { ...onPlatforms, displayName: 'e2e', testMatch: ['<rootDir>/apps/e2e/**/*.e2e.spec.ts'] },
    { ...onPlatforms, displayName: 'browser', testMatch: ['<rootDir>/apps/e2e/**/*.browser.spec.ts'] },
  ],
  testTimeout: 120_000,
};
