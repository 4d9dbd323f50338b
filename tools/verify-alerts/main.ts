import { freePortBase, portPlan, serviceNames, stackConfig, startStack, textReporter } from '@waybill/stack';
import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ruleGroups } from '../alerts/groups.ts';
import { findProgram, ProgramMissing } from '../alerts/programs.ts';
import { isAlert } from '../alerts/rule.ts';
import type { Drill } from './drill.ts';
import { consumerDrills } from './drills/consumers.ts';
import { lossDrills } from './drills/loss.ts';
import { serverDrills } from './drills/servers.ts';
import { serviceDrills } from './drills/services.ts';
import { Prometheus, TIMES } from './prometheus.ts';
import { runDrill, type Firing } from './run-drill.ts';
import { Site } from './site.ts';

/** Those that need an undisturbed platform first. */
const DRILLS = [...serviceDrills, ...lossDrills, ...consumerDrills, ...serverDrills];

const { values } = parseArgs({ options: { only: { type: 'string' }, 'port-base': { type: 'string' } } });
/** Ends what is waited for: the fault is healed, and the platform stopped, all the same. */
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());

try {
  const lines = await verify(DRILLS.filter(isWanted));
  const missing = values.only
    ? []
    : alertsWithout(DRILLS).map((alert) => ({ alert, fault: 'none', result: 'NOT TRIED' }));
  const all = [...lines, ...missing];
  console.log(table(all));
  process.exitCode = all.every(({ result }) => /^\d|^skipped/.test(result)) ? 0 : 1;
} catch (error) {
  if (process.env['CI'] || !(error instanceof ProgramMissing)) throw error;
  console.log(`verify:alerts: skipped, because ${error.message}`);
}

async function verify(drills: readonly Drill[]): Promise<Firing[]> {
  const exporter = await findProgram('prometheus-node-exporter');
  await findProgram('prometheus');
  await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-alerts-'));
  const base = await freePortBase(Number(values['port-base'] ?? 31_500));
  const ports = portPlan(base);
  const orderRoles: { value: string | undefined } = { value: undefined };
  const dataDir = join(folder.path, 'data');
  const obstacles = new Map(drills.map((drill) => [drill, drill.obstacle?.()]));
  const stack = await startStack({
    dataDir,
    ports,
    config: stackConfig(),
    report: textReporter((text) => void process.stdout.write(text)),
    adapt: async (name, env) =>
      name === 'order' && orderRoles.value ? { ...env, ROLES: orderRoles.value } : { ...env },
  });
  const [exporterPort, prometheusPort] = [base + 20, base + 21];
  const disks = spawn(exporter, [`--web.listen-address=127.0.0.1:${exporterPort}`], { stdio: 'ignore' });
  try {
    const targets = Object.fromEntries(
      serviceNames.map((name) => [name, new URL(stack.state.urls[name]!).host]),
    );
    await using prometheus = await Prometheus.start(join(folder.path, 'prometheus'), prometheusPort, {
      ...targets,
      'node-exporter': `127.0.0.1:${exporterPort}`,
    });
    const site = new Site(stack, { dataDir, postgresPort: ports.postgres }, orderRoles);
    await site.ready();
    await site.customers.start();
    try {
      const firings: Firing[] = [];
      for (const drill of drills) {
        interrupted.signal.throwIfAborted();
        const done = await runDrill(drill, obstacles.get(drill), site, prometheus, interrupted.signal);
        for (const { alert, fault, result } of done) console.log(`${alert}: ${fault}: ${result}`);
        firings.push(...done);
      }
      return firings;
    } finally {
      await site.customers.stop();
    }
  } finally {
    disks.kill('SIGTERM');
    await stack.stop();
  }
}

/** `--only A,B`: drills of these alerts. */
function isWanted({ alerts }: Drill): boolean {
  return values.only === undefined || values.only.split(',').some((name) => alerts.includes(name));
}

/** Alerts of the rules for which there is no drill. */
function alertsWithout(drills: readonly Drill[]): string[] {
  const tried = new Set(drills.flatMap(({ alerts }) => alerts));
  const rules = Object.values(ruleGroups(serviceNames))
    .flat()
    .flatMap((group) => group.rules);
  return [...new Set(rules.filter(isAlert).map(({ alert }) => alert))].filter((name) => !tried.has(name));
}

function table(lines: readonly Firing[]): string {
  const row = ({ alert, fault, result }: Firing) => `${alert.padEnd(30)}${fault.padEnd(62)}${result}`;
  return ['', `an hour is a minute: every window is ${TIMES} times shorter`, ...lines.map(row)].join('\n');
}
