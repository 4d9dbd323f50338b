import type { TargetConfiguration } from '@nx/devkit';

/** Whatever changes it changes every result. */
const toolchain = ['{workspaceRoot}/package-lock.json', '{workspaceRoot}/tsconfig.json'];

/** What a project is built from. */
const source = [
  '{projectRoot}/src/**/*',
  '!{projectRoot}/src/**/*.spec.ts',
  '{projectRoot}/package.json',
  ...toolchain,
];

/** Every project's `production`: what the projects that depend on it can see of it. */
export const namedInputs = {
  production: ['{projectRoot}/**/*', '!{projectRoot}/dist/**', '!{projectRoot}/**/*.spec.{ts,tsx}'],
};

/** That of the projects that it depends on, and the clients that are generated for it; git ignores these. */
const dependencies = ['^production', { dependentTasksOutputFiles: '**/generated/**/*' }];

const everything = ['{projectRoot}/**/*', '!{projectRoot}/dist/**', ...toolchain];

const task = (name: string) => `node node_modules/@waybill/nx/tasks/${name}.mjs`;
/** In the repository of this package; elsewhere package-lock.json says which tasks there are. */
const taskFile = (name: string) => `{workspaceRoot}/libs/nx/tasks/${name}.mjs`;

export const buildTarget: TargetConfiguration = {
  command: `${task('build')} {projectRoot}`,
  dependsOn: ['generate'],
  cache: true,
  inputs: [
    ...source,
    { dependentTasksOutputFiles: '**/generated/**/*' },
    taskFile('build'),
    taskFile('compile'),
    '{workspaceRoot}/.swcrc',
  ],
  outputs: ['{projectRoot}/dist'],
};

/** What every project has. */
export const checkTargets: Record<string, TargetConfiguration> = {
  lint: {
    command: 'eslint {projectRoot} --max-warnings 0 --no-error-on-unmatched-pattern',
    dependsOn: ['generate'],
    cache: true,
    inputs: [
      ...everything,
      ...dependencies, // rules look at types
      '{workspaceRoot}/eslint.config.mjs',
      '{workspaceRoot}/libs/nx/eslint/*.mjs',
      '{workspaceRoot}/{apps,libs}/*/package.json',
    ],
  },
  typecheck: {
    command: `${task('typecheck')} {projectRoot}`,
    dependsOn: ['generate', '^generate'],
    cache: true,
    inputs: [...everything, ...dependencies, taskFile('typecheck')],
  },
  test: {
    command: `${task('jest')} unit {projectRoot}`,
    dependsOn: ['generate', '^generate'],
    cache: true,
    inputs: [...everything, ...dependencies, '{workspaceRoot}/jest.config.mjs', taskFile('jest')],
  },
  integration: {
    command: `${task('jest')} integration {projectRoot}`,
    dependsOn: ['generate', '^generate', 'build', '^build'],
    inputs: [...everything, ...dependencies, '{workspaceRoot}/jest.config.mjs', taskFile('jest')],
  },
};

/** What a service has besides. */
export function serviceTargets(service: string): Record<string, TargetConfiguration> {
  const { integration } = checkTargets;
  return {
    // They run on a database with its migrations.
    integration: {
      ...integration,
      inputs: [...integration!.inputs!, `{workspaceRoot}/prisma/${service}/**/*`],
    },
    // Until it is interrupted: a service of the running platform, restarted on change and with a debugger.
    serve: { command: `node tools/waybill.mjs serve ${service}`, continuous: true },
  };
}

/** The Prisma client of a service whose schema asks for one. */
export function generateTarget(service: string): TargetConfiguration {
  return {
    command: `${task('generate-client')} ${service}`,
    cache: true,
    inputs: [
      `{workspaceRoot}/prisma/${service}/**/*.prisma`,
      '{workspaceRoot}/prisma/prisma.config.ts',
      taskFile('generate-client'),
      ...toolchain,
    ],
    outputs: ['{projectRoot}/src/persistence/generated', '{projectRoot}/src/generated'],
  };
}
