// `node jest.mjs <tier> <project folder> [pattern …] [flag …]`: one tier of one project's tests, for example all of it,
// `money`, `src/domain/money.unit.spec.ts` or `-t "rounds half up"`. A pattern is a part of a file's path in the project.
import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';

const [tier, folder, ...rest] = process.argv.slice(2);
const firstFlag = rest.findIndex((argument) => argument.startsWith('-'));
const patterns = firstFlag < 0 ? rest : rest.slice(0, firstFlag);
const flags = firstFlag < 0 ? [] : rest.slice(firstFlag);

/** Also for a path from the workspace's top folder, as shells and editors complete it. */
function inProject(pattern) {
  const inside = relative(folder, pattern);
  return inside.startsWith('..') ? pattern : inside;
}

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...['--selectProjects', tier, '--passWithNoTests'],
    ...(patterns.length > 0 ? patterns : ['']).flatMap((pattern) => [
      '--testPathPatterns',
      `/${folder}/.*${inProject(pattern)}`,
    ]),
    ...flags,
  ],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
