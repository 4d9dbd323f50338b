// The tests of mutations: unit and integration tests alike, on servers that are started once for all of them, and each
// test once, because one that passes at the second attempt has not noticed anything.
import { common } from '@waybill/testing/jest';
import { fileURLToPath } from 'node:url';

export default {
  ...common,
  rootDir: fileURLToPath(new URL('../../..', import.meta.url)),
  testMatch: ['<rootDir>/{apps,libs}/**/*.{unit,int}.spec.ts'],
  testEnvironment: fileURLToPath(new URL('until-first-failure.mjs', import.meta.url)),
  testTimeout: 40_000,
};
