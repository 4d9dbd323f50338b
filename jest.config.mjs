// Four kinds by suffix: *.unit.spec.ts (code only), *.int.spec.ts (real Postgres and nats-server),
// apps/e2e/**/*.e2e.spec.ts (the running platform), apps/e2e/**/*.browser.spec.ts (the same in a real Chromium).
import { integration, onPlatforms, unit } from '@waybill/testing/jest';

export default {
  projects: [
    { ...unit, testMatch: ['<rootDir>/{apps,libs,tools,bench}/**/*.unit.spec.ts'] },
    { ...integration, testMatch: ['<rootDir>/{apps,libs,tools}/**/*.int.spec.ts'] },
    { ...onPlatforms, displayName: 'e2e', testMatch: ['<rootDir>/apps/e2e/**/*.e2e.spec.ts'] },
    { ...onPlatforms, displayName: 'browser', testMatch: ['<rootDir>/apps/e2e/**/*.browser.spec.ts'] },
  ],
  testTimeout: 120_000,
};
