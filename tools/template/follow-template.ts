import assert from 'node:assert/strict';
import type { LocalRegistry } from '../packages/local-registry.ts';
import type { CreatedWorkspace } from './created-workspace.ts';
import { CHANGED, stageNewerTemplate } from './newer-template.ts';
import { timed } from '../scratch/timed.ts';

const NEWER = '99.0.0';
const CONTROLLER = 'apps/order/src/http/order.controller.ts';

/** The workspace is edited, its packages are raised with their migration, and the template's changes are merged. */
export async function followTemplate(workspace: CreatedWorkspace, registry: LocalRegistry): Promise<void> {
  await timed('publish a newer version of all packages', () =>
    registry.publish(stageNewerTemplate(NEWER).map(({ folder }) => folder)),
  );
  edit(workspace);
  await timed('nx migrate: packages, and what their code needs', () => migrate(workspace));

  const { summary, newFile, editorconfig } = CHANGED;
  await timed('template status and diff say what has changed', async () => {
    const status = await workspace.waybill('template', 'status');
    assert.match(status, /workspace my-shop +v(?!99)\S+/);
    assert.match(status, new RegExp(`${CONTROLLER}: CONFLICT`));
    const diff = await workspace.waybill('template', 'diff');
    assert.match(diff, new RegExp(`^\\+.*${summary.after}`, 'm'));
    assert.equal(workspace.changes, '', 'status and diff have written something');
  });

  workspace.edit('.editorconfig', 'charset = utf-8', 'charset = latin1');
  const refused = await workspace.attempt('npm', 'run', '--silent', 'waybill', '--', 'template', 'update');
  assert.match(
    refused.output,
    /not committed:\n M .editorconfig/,
    'an update replaces what Git does not have',
  );
  workspace.edit('.editorconfig', 'charset = latin1', 'charset = utf-8');

  await timed('template update merges', async () => {
    const { status, output } = await workspace.attempt(
      ...(['npm', 'run', '--silent', 'waybill', '--', 'template', 'update'] as const),
    );
    assert.equal(status, 1, 'a conflict is not reported by the exit status');
    assert.match(output, new RegExp(`${CONTROLLER}: CONFLICT`));
    assert.match(output, /AGENTS.md: stays deleted/);
  });
  const merged = workspace.read('.editorconfig');
  assert.ok(merged.includes('max_line_length = 100'), 'the own edit is gone');
  assert.ok(merged.endsWith(editorconfig), 'the change of the template did not arrive');
  assert.match(
    workspace.read(CONTROLLER),
    new RegExp(`<<<<<<< yours\n.*Ours.*\n=======\n.*${summary.after}.*\n>>>>>>> template ${NEWER}`),
  );
  assert.ok(!workspace.files.includes('AGENTS.md'), 'a deleted file is back');
  assert.equal(workspace.read(newFile), '# Style\n');
  assert.ok(workspace.read('package.json').includes(`"@waybill/service": "${NEWER}"`));
  assert.ok(workspace.read('waybill.json').includes(`"version": "${NEWER}"`));
}

/** One edit elsewhere than the template's change, one in the same line, and a file that is deleted. */
function edit(workspace: CreatedWorkspace): void {
  workspace.edit('.editorconfig', 'max_line_length = 110', 'max_line_length = 100');
  workspace.edit(CONTROLLER, CHANGED.summary.before, 'Ours: what happened to one');
  workspace.delete('AGENTS.md');
  workspace.commit('our own');
}

/** As the guide has it. */
async function migrate(workspace: CreatedWorkspace): Promise<void> {
  await workspace.run('npx', 'nx', 'migrate', `@waybill/nx@${NEWER}`, '--interactive=false');
  await workspace.run('npm', 'install', '--loglevel=error');
  await workspace.run('npx', 'nx', 'migrate', '--run-migrations');
  assert.ok(workspace.read('nx.json').includes(`"${CHANGED.nxSetting}"`), 'the migration did not run');
  workspace.delete('migrations.json');
  workspace.commit('newer packages');
}
