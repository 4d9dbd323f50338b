import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { folderRules } from './tools/lint/folder-rules.mjs';
import { depConstraints, testConstraints } from './tools/lint/project-rules.mjs';

const NO_ENVIRONMENT = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only config.ts reads the environment.',
};
const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name what you export; only a framework’s own files have a default export.',
};
const ERASABLE_ONLY = {
  selector: 'TSEnumDeclaration, TSParameterProperty, Decorator, TSModuleDeclaration:not([declare=true])',
  message: 'Tools run as they are, with their types stripped: only syntax that can be stripped.',
};

const boundaries = (depConstraints) => ({
  depConstraints,
  // The benchmarks' front door.
  allow: ['../bench/*'],
  // The stack applies the library's migrations, and the library's tests run on the stack. tools/checks proves that there
  // is no cycle outside tests.
  ignoredCircularDependencies: [['@waybill/stack', '@waybill/messaging']],
  // Commands load what they need when they need it, so that the others start fast.
  checkDynamicDependenciesExceptions: ['@waybill/**'],
});

export default tseslint.config(
  { ignores: ['**/dist/', '**/generated/', '**/node_modules/', '.waybill/', '.nx/', 'coverage/'] },

  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'console',
          'process',
          'Buffer',
          'URL',
          'AbortController',
          'AbortSignal',
          'fetch',
          'performance',
          'setTimeout',
          'clearTimeout',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A method may promise without awaiting, because its port does.
      '@typescript-eslint/require-await': 'off',
      // Both report more correct code than faults: assertions that document, ports made of functions.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts', '**/*.mjs'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries(depConstraints)],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
    },
  },
  {
    files: ['**/*.spec.ts', '**/testing/**/*.ts', '**/*.fixture.ts'],
    rules: { '@nx/enforce-module-boundaries': ['error', boundaries(testConstraints)] },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: [
      '**/config.ts',
      '**/config/*.ts',
      'libs/stack/**',
      'apps/e2e/**',
      '**/*.spec.ts',
      '**/testing/**',
    ],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_ENVIRONMENT] },
  },
  {
    files: ['tools/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, ERASABLE_ONLY] },
  },
  {
    files: ['apps/console-web/**/*.tsx', 'apps/console-web/**/*.ts'],
    ...reactHooks.configs.flat['recommended-latest'],
    rules: {
      ...reactHooks.configs.flat['recommended-latest'].rules,
      // It warns of what the React Compiler skips; the page is built without it.
      'react-hooks/incompatible-library': 'off',
    },
  },
  {
    files: ['*.config.mjs', '**/jest-*.mjs', 'prisma/prisma.config.ts', '**/vite.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },

  ...folderRules,
);
