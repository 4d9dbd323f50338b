import { NO_DEFAULT_EXPORT, waybill } from '@waybill/nx/eslint';
import { consoleRules } from './tools/lint/console.mjs';
import { messagingRules } from './tools/lint/messaging.mjs';

const ERASABLE_ONLY = {
  selector: 'TSEnumDeclaration, TSParameterProperty, Decorator, TSModuleDeclaration:not([declare=true])',
  message: 'This runs as it is, with its types stripped: only syntax that can be stripped.',
};

export default [
  ...waybill({
    root: import.meta.dirname,
    boundaries: {
      // The benchmarks' front door, and what runs before anything is installed.
      allow: [
        '../bench/*',
        '../libs/cli/bootstrap/*',
        '../../libs/cli/bootstrap/*',
        '../../../libs/cli/bootstrap/*',
      ],
      // The stack applies the messaging library's migrations, and the tests of both run on servers that the stack starts.
      // tools/checks proves that there is no cycle outside tests.
      ignoredCircularDependencies: [
        ['@waybill/stack', '@waybill/messaging'],
        ['@waybill/testing', '@waybill/messaging'],
        ['@waybill/testing', '@waybill/stack'],
        ['@waybill/testing', '@waybill/telemetry'],
      ],
    },
    readsEnvironment: [
      'libs/stack/**',
      'libs/testing/**',
      'libs/nx/**',
      'libs/cli/**',
      'libs/create-waybill/**',
      'apps/e2e/**',
    ],
  }),
  {
    files: ['tools/**/*.ts', 'bench/**/*.ts', 'libs/{nx,cli}/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, ERASABLE_ONLY] },
  },
  {
    files: ['libs/testing/jest/*.mjs', 'tools/faults/mutate/*.mjs', '**/vite.config.{ts,mjs}'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  ...consoleRules,
  ...messagingRules,
];
