// The promise of the generators, kept in a copy of this workspace: one service of each database kind is made, runs beside
// the shop, is seen in an order's trace and passes its tests; then it is removed, and nothing of it is left.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePortBase } from '@waybill/stack';
import { readLogs } from '../scratch/read-logs.ts';
import { ScratchWorkspace } from '../scratch/scratch-workspace.ts';
import { timed } from '../scratch/timed.ts';
import { Shop } from './shop.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const SERVICES = [
  { name: 'billing', flags: ['--consumes=order.confirmed', '--emits=invoice.issued', '--database=prisma'] },
  { name: 'shipping', flags: ['--consumes=invoice.issued', '--emits=parcel.sent', '--database=pg'] },
  { name: 'greeter', flags: ['--database=none'] },
];
const ADDITIONS = [
  ['@waybill/nx:event', 'invoice.withdrawn', '--owner=billing'],
  ['@waybill/nx:handler', 'order.rejected', '--service=billing', '--does=forget'],
  ['@waybill/nx:projection', 'withdrawals', '--service=billing', '--event=order.cancelled'],
  ['@waybill/nx:endpoint', 'reminders', '--service=billing'],
  ['@waybill/nx:schedule', 'remind', '--service=billing', '--every=1h'],
  ['@waybill/nx:fault', 'lost-letters', '--service=billing'],
];
const NAMES = SERVICES.map(({ name }) => name);
const EVENTS = ['order.placed', 'order.confirmed', 'invoice.issued', 'parcel.sent'];

using workspace = new ScratchWorkspace(resolve(import.meta.dirname, '../..'), {
  signal: stop.signal,
  packages: 'shared',
});
const nx = (...args: string[]) => workspace.run('npx', 'nx', ...args);
const flags = ['--data-dir', '.waybill', '--port-base', String(await freePortBase(28_000))];
const start = () => workspace.run('npm', 'start', '--', '--detach', '--no-demo', ...flags);
const waybill = (...args: string[]) => workspace.run('npm', 'run', '--silent', 'waybill', '--', ...args);
const shop = () => new Shop(state().urls);

try {
  await timed('build the copy, as a workspace that is in use', () => waybill('contracts'));
  assert.equal(workspace.changes, '', 'the copy is not as it was committed');

  const made: number[] = [];
  for (const { name, flags } of SERVICES) {
    made.push(
      await timed(`make ${name} ${flags.join(' ')}`, () =>
        nx('g', '@waybill/nx:service', name, ...flags, '--no-interactive'),
      ),
    );
  }
  await timed('add to billing what a service grows by', async () => {
    for (const addition of ADDITIONS) await nx('g', ...addition, '--no-interactive');
  });
  const started = await timed('start them beside the shop', start);
  // A snapshot that was committed is guarded against removal, unless its service goes, too.
  workspace.commit('three services');
  console.log(`one service, from the command to running: ${(made[0]! + started).toFixed(1)} s`);

  await timed('an order goes on into them', async () => {
    const orderId = await shop().placeOrder();
    await shop().completeMessages(orderId, EVENTS);
    await shop().completeTrace(orderId, ['order', 'billing', 'shipping']);
    const { greeting } = await shop().get<{ greeting: string }>('greeter', '/greeter?name=Ada');
    assert.equal(greeting, 'Hello, Ada');
    assert.deepEqual(
      Object.keys(state().postgres).filter((name) => name === 'greeter'),
      [],
      'a service that keeps nothing has no database',
    );
  });
  await timed('their types, lint and tests, and the checks', async () => {
    await nx('run-many', '-t', 'typecheck', 'lint', 'test', 'integration', '-p', ...NAMES.map(projectOf));
    await waybill('checks', 'project-tags', 'project-graph', 'services', 'contracts', 'asyncapi');
    await workspace.run(
      'npx',
      'prettier',
      '--check',
      '--log-level',
      'warn',
      ...NAMES.map((name) => `apps/${name}`),
    );
    await nx('sync:check');
  });

  const refused = await workspace.attempt(
    'npx',
    'nx',
    'g',
    '@waybill/nx:remove',
    'billing',
    '--no-interactive',
  );
  assert.match(refused.output, /shipping/, 'a service whose events others use is not removed');
  assert.notEqual(refused.status, 0);
  await waybill('stop', '--data-dir', '.waybill');
  for (const name of NAMES.toReversed()) {
    await timed(`remove ${name}`, () => nx('g', '@waybill/nx:remove', name, '--no-interactive'));
  }
  assert.equal(workspace.changes, '', 'something is left in the repository');
  workspace.commit('without them');
  await timed('the checks of contracts and services', () => waybill('checks', 'services', 'contracts'));

  await timed('start without them', start);
  await timed('prune, and nothing is left', async () => {
    const pruned = await waybill('consumers', 'prune', '--yes', '--data-dir', '.waybill');
    for (const left of [/durable +ORDER billing-events/, /stream +INVOICE/, /database +waybill_shipping/]) {
      assert.match(pruned, left);
    }
    const left = await waybill('consumers', 'prune', '--streams', '--data-dir', '.waybill');
    assert.match(left, /nothing to remove/);
    const orderId = await shop().placeOrder();
    await shop().completeMessages(orderId, ['order.placed', 'order.confirmed']);
    await shop().completeTrace(orderId, ['order']);
  });
  console.log('template: passed');
} catch (error) {
  console.error(readLogs(join(workspace.folder, '.waybill', 'logs')));
  throw error;
} finally {
  await workspace.attempt('npm', 'run', '--silent', 'waybill', '--', 'stop', '--data-dir', '.waybill');
}

function projectOf(name: string): string {
  return `@waybill/${name}`;
}

function state(): { urls: Record<string, string>; postgres: Record<string, string> } {
  return JSON.parse(readFileSync(join(workspace.folder, '.waybill', 'state.json'), 'utf8')) as ReturnType<
    typeof state
  >;
}
