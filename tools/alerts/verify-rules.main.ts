// `npm test -- alerts`: promtool reads the settings and rules of Prometheus, and runs the tests of the rules; amtool reads
// those of Alertmanager, and says where alerts go.
import { globSync } from 'node:fs';
import { findProgram } from './programs.ts';
import { run } from '../../libs/cli/bootstrap/run.mjs';

const RULES = 'deploy/prometheus';
const ROUTES = 'deploy/alertmanager/alertmanager.yaml';
const promtool = await findProgram('promtool');
const amtool = await findProgram('amtool');
const goesTo = (receiver: string, ...labels: string[]) =>
  [
    amtool,
    'config',
    'routes',
    'test',
    `--config.file=${ROUTES}`,
    `--verify.receivers=${receiver}`,
    ...labels,
  ] as const;
const commands: readonly (readonly [string, ...string[]])[] = [
  [promtool, 'check', 'config', `${RULES}/prometheus.yaml`],
  [promtool, 'test', 'rules', ...globSync(`${RULES}/*.test.yaml`).sort()],
  [amtool, 'check-config', ROUTES],
  goesTo('pages', 'alertname=OrdersLost', 'severity=page'),
  goesTo('tickets', 'alertname=ConsumerPaused', 'severity=ticket'),
  goesTo('watchdog', 'alertname=Watchdog', 'severity=none'),
];
for (const [program, ...args] of commands) {
  const { status } = await run(program, args, { stdout: 'inherit', stderr: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
