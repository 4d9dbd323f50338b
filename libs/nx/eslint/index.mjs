import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { depConstraints, testConstraints } from './project-rules.mjs';
import { serviceFolders } from './service-folders.mjs';

export const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name what you export; only a framework’s own files have a default export.',
};
const NO_ENVIRONMENT = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only config.ts reads the environment.',
};

const NODE_GLOBALS = [
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
];

/**
 * The rules of a Waybill workspace: TypeScript's recommended ones, who may import whom between projects and between the
 * folders of a service, and that only configuration reads the environment.
 *
 * @param {object} [options]
 * @param {object} [options.boundaries] added to the options of `@nx/enforce-module-boundaries`
 * @param {string[]} [options.readsEnvironment] globs of further files that may read the environment
 * @param {string} options.root the workspace's top folder
 */
export function waybill({ root, boundaries = {}, readsEnvironment = [] }) {
  const between = (constraints) => [
    'error',
    {
      // Commands load what they need when they need it, so that the others start fast.
      checkDynamicDependenciesExceptions: ['@waybill/**'],
      ...boundaries,
      depConstraints: constraints,
    },
  ];
  return tseslint.config(
    { ignores: ['**/dist/', '**/generated/', '**/node_modules/', '.waybill/', '.nx/', 'coverage/'] },

    js.configs.recommended,
    {
      files: ['**/*.mjs'],
      languageOptions: { globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])) },
    },
    {
      files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
      extends: [tseslint.configs.recommendedTypeChecked],
      languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
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
        '@nx/enforce-module-boundaries': between(depConstraints),
        'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
      },
    },
    {
      files: ['**/*.spec.ts', '**/testing/**/*.ts', '**/*.fixture.ts'],
      rules: { '@nx/enforce-module-boundaries': between(testConstraints) },
    },
    {
      files: ['apps/**/*.ts', 'libs/**/*.ts'],
      ignores: ['**/config.ts', '**/config/*.ts', '**/*.spec.ts', '**/testing/**', ...readsEnvironment],
      rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_ENVIRONMENT] },
    },
    { files: ['*.config.mjs', 'prisma/prisma.config.ts'], rules: { 'no-restricted-syntax': 'off' } },

    ...serviceFolders,
  );
}
