import type { GeneratorCallback, Tree } from '@nx/devkit';
import { logger } from '@nx/devkit';
import { spawnSync } from 'node:child_process';

/** What is written from the built services and contracts, by the workspace's own commands. */
const COMMANDS = [
  ['contracts', 'libs/contracts/snapshots'],
  ['message-map', 'docs/message-map.md'],
  ['asyncapi', 'docs/asyncapi.json'],
] as const;

/** After the files are written: links the packages, builds, and writes what follows from the code; then prints `lines`. */
export function afterwards(tree: Tree, lines: readonly string[]): GeneratorCallback {
  return () => {
    run(tree.root, ['install', '--prefer-offline', '--no-audit', '--no-fund']);
    for (const [command, written] of COMMANDS) {
      run(tree.root, ['run', '--silent', 'waybill', '--', command]);
      logger.info(`WRITTEN ${written}`);
    }
    for (const line of lines) logger.info(`\n${line}`);
  };
}

/** @throws Error with what npm printed */
function run(cwd: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`);
}
