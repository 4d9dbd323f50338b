import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { renderWorkspace, type Template } from '@waybill/nx/workspace';
import type { Wanted } from './arguments.js';
import { plan, type Plan } from './requirements.js';
import { runProgram } from './run-program.js';
import { StepFailed } from './step-failed.js';

/**
 * Makes a workspace: its files, then what they need from the registry, then the first service by its own generator.
 *
 * @param tell called with each step
 * @throws Refusal before anything is written
 * @throws StepFailed a program failed; what is made so far stays
 */
export async function create(
  wanted: Wanted,
  template: Template,
  tell: (line: string) => void,
): Promise<void> {
  const started = performance.now();
  const planned = plan(wanted);
  const { folder, name, shop } = planned;
  const files = renderWorkspace(template, { name, shop }, new Date());
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  tell(`Workspace      ${name}, from template ${template.version}`);
  await install(folder, tell);
  await makeService(planned, tell);
  await initialiseRepository(folder, tell);
  const seconds = Math.round((performance.now() - started) / 1000);
  tell(
    `\nMade in ${seconds} s. Next:\n\n  cd ${relative(process.cwd(), folder) || '.'}\n  npm start\n  npm test\n`,
  );
}

async function install(folder: string, tell: (line: string) => void): Promise<void> {
  tell('Dependencies   npm install, about a minute');
  const { status, output } = await runProgram('npm', ['install', '--loglevel=error'], folder);
  if (status !== 0) throw new StepFailed('npm install', output, `npm install in ${folder}`);
}

async function makeService({ folder, service, flags }: Plan, tell: (line: string) => void): Promise<void> {
  tell(`Service        ${[service, ...flags].join(' ')}`);
  const node = process.platform === 'win32' ? 'node_modules/node/bin/node.exe' : 'node_modules/node/bin/node';
  const args = ['g', '@waybill/nx:service', service, ...flags, '--no-interactive'];
  const nx = ['node_modules/nx/dist/bin/nx.js', ...args];
  const { status, output } = await runProgram(join(folder, node), nx, folder);
  if (status !== 0) throw new StepFailed('The generator', output, `npx nx ${args.join(' ')} in ${folder}`);
}

/** Where Git is; inside another repository the workspace belongs to that. */
async function initialiseRepository(folder: string, tell: (line: string) => void): Promise<void> {
  const git = (...args: string[]) => runProgram('git', args, folder);
  const inside = await git('rev-parse', '--git-dir');
  if (inside.status === 127)
    return tell('Git            is not installed: the workspace is no repository yet');
  if (inside.status !== 0) await requireSuccess(git('init', '--initial-branch=main'));
  else if (inside.output.trim() !== '.git') return tell('Git            the repository around it');
  await requireSuccess(git('add', '--all'));
  // Without a user Git makes one up.
  if ((await git('config', 'user.email')).status !== 0) {
    return tell('Git            everything is staged; no user is configured to commit it');
  }
  await requireSuccess(git('commit', '--quiet', '--message', 'workspace: made by create-waybill'));
  tell('Git            first commit');

  async function requireSuccess(run: ReturnType<typeof git>): Promise<void> {
    const { status, output } = await run;
    if (status !== 0) throw new StepFailed('git', output, `git init in ${folder}`);
  }
}
