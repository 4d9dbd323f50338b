// `npm test -- create`: a workspace that is made by `npm create waybill` in an empty folder, from a registry on loopback,
// runs and passes its tests; and it follows a newer version of the template, keeping what was edited.
import assert from 'node:assert/strict';
import { freePortBase } from '@waybill/stack';
import { startLocalRegistry } from '../packages/local-registry.ts';
import { stagePackages } from '../packages/stage.ts';
import { CreatedWorkspace } from './created-workspace.ts';
import { followTemplate } from './follow-template.ts';
import { Shop } from './shop.ts';
import { timed } from '../scratch/timed.ts';

/** Of the workspace's own, with one service. */
const FEWER_FILES_THAN = 60;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

await using registry = await startLocalRegistry();
await timed('stage and publish the packages', () =>
  registry.publish(stagePackages().map(({ folder }) => folder)),
);
let created: CreatedWorkspace | undefined;
await timed('npm create waybill my-shop', async () => {
  created = await CreatedWorkspace.create(['--service=order'], registry.env, stop.signal);
});
await using workspace = created!;

const { files } = workspace;
console.log(`${files.length} files of its own`);
assert.ok(files.length < FEWER_FILES_THAN, `more files than promised:\n${files.join('\n')}`);

const flags = ['--data-dir', '.waybill', '--port-base', String(await freePortBase(30_000))];
try {
  await timed('npm start', () => workspace.run('npm', 'start', '--', '--detach', ...flags));
  await timed('an event goes through, and the console has its trace', async () => {
    const { urls } = JSON.parse(workspace.read('.waybill/state.json')) as { urls: Record<string, string> };
    await new Shop(urls).tracedRequest('order', '/order', 'order.placed');
  });
} finally {
  await workspace.attempt('npm', 'run', '--silent', 'waybill', '--', 'stop', '--data-dir', '.waybill');
}
await timed('npm test', async () => {
  const output = await workspace.run('npm', 'test');
  console.log(/^tests: .*$/m.exec(output)?.[0]);
});
assert.equal(workspace.changes, '', 'what was made is not as it is checked');
await followTemplate(workspace, registry);
console.log('create: passed');
