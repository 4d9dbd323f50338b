// `node node_modules/@waybill/nx/tasks/jest.mjs <tier> <project folder> [pattern …] [flags]`: one tier of one project's tests. A pattern is a part
// of a file's path inside the project.
import { spawnSync } from 'node:child_process';

const [tier, folder, ...rest] = process.argv.slice(2);
const patterns = rest.filter((argument) => !argument.startsWith('-'));
const flags = rest.filter((argument) => argument.startsWith('-'));

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...['--selectProjects', tier, '--passWithNoTests', ...flags, '--testPathPatterns'],
    ...(patterns.length > 0 ? patterns : ['']).map((pattern) => `/${folder}/.*${pattern}`),
  ],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
