// `npm test -- alerts`: promtool reads the settings and rules of Prometheus, and runs the tests of the rules.
import { globSync } from 'node:fs';
import { findProgram } from './programs.ts';
import { run } from '../../libs/cli/bootstrap/run.mjs';

const FOLDER = 'deploy/prometheus';
const promtool = await findProgram('promtool');
const commands = [
  ['check', 'config', `${FOLDER}/prometheus.yaml`],
  ['test', 'rules', ...globSync(`${FOLDER}/*.test.yaml`).sort()],
];
for (const args of commands) {
  const { status } = await run(promtool, args, { stdout: 'inherit', stderr: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
