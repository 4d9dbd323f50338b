import { describe, expect, it } from '@jest/globals';
import { FsTree } from '@nx/devkit/internal';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { removeGenerator } from '../generators/remove/generator.ts';
import { serviceGenerator } from '../generators/service/generator.ts';
import { workspaceGenerator } from '../generators/workspace/generator.ts';
import { repeatRuns } from './repeat-runs.ts';
import { RUN_RECORD, type Run } from './run-record.ts';

const AT = new Date('2026-12-01T10:00:00.000Z');

/** A workspace with one service, as the generators write it, and its record. */
async function madeWorkspace(folder: string) {
  const tree = new FsTree(folder, false);
  await workspaceGenerator(tree, { name: 'my-shop' }, AT);
  await serviceGenerator(tree, { name: 'payments', emits: ['payment.captured'] }, AT);
  return { tree, runs: runsOf(tree) };
}

function runsOf(tree: FsTree): Run[] {
  return (JSON.parse(tree.read(RUN_RECORD, 'utf8')!) as { runs: Run[] }).runs;
}

describe('the runs that made a workspace', () => {
  it('are recorded, and make the same files again', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-runs-'));
    const { tree, runs } = await madeWorkspace(folder.path);
    expect(runs).toMatchObject([
      { generator: 'workspace', options: { name: 'my-shop' }, at: AT.toISOString() },
      {
        generator: 'service',
        options: { name: 'payments', emits: ['payment.captured'] },
        at: AT.toISOString(),
      },
    ]);
    const { files, skipped } = await repeatRuns({ runs, workspace: folder.path });
    expect(skipped).toEqual([]);
    const made = tree.listChanges().filter(({ path }) => path !== RUN_RECORD);
    expect(files).toEqual(Object.fromEntries(made.map(({ path, content }) => [path, content!.toString()])));
    expect(files['apps/payments/package.json']).toContain('"@my-shop/payments"');
  });

  it('can be repeated in parts, each by its own version', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-runs-'));
    const { runs } = await madeWorkspace(folder.path);
    const workspace = folder.path;
    const first = await repeatRuns({ runs: runs.slice(0, 1), workspace });
    const parts = await repeatRuns({ runs: runs.slice(1), workspace, files: first.files });
    expect(parts).toEqual(await repeatRuns({ runs, workspace }));
  });

  it('are forgotten with what is removed', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-runs-'));
    const { tree } = await madeWorkspace(folder.path);
    removeGenerator(tree, { name: 'payments' });
    expect(runsOf(tree).map(({ generator }) => generator)).toEqual(['workspace']);
  });

  it('are skipped if what they added to is the workspace’s own, or an event is gone', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-runs-'));
    const { runs } = await madeWorkspace(folder.path);
    const added: Run[] = [
      { ...runs[1]!, generator: 'service', options: { name: 'ledger', consumes: ['invoice.sent'] } },
    ];
    const { files, skipped } = await repeatRuns({ runs: [...runs, ...added], workspace: folder.path });
    expect(skipped).toEqual([{ index: 2, reason: expect.stringContaining('invoice.sent') }]);
    expect(Object.keys(files).filter((path) => path.includes('ledger'))).toEqual([]);
  });

  it('take contracts that the workspace has written itself, and do not count them as made', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-runs-'));
    const { tree } = await madeWorkspace(folder.path);
    const contract = 'libs/contracts/src/invoice-sent.v1.ts';
    tree.write(
      contract,
      `export const InvoiceSent = defineEvent({ type: 'invoice.sent', version: 1, owner: 'billing' });\n`,
    );
    const index = 'libs/contracts/src/index.ts';
    tree.write(index, `${tree.read(index, 'utf8')}export { InvoiceSent } from './invoice-sent.v1.js';\n`);
    await serviceGenerator(tree, { name: 'ledger', consumes: ['invoice.sent'] }, AT);
    const runs = runsOf(tree);
    for (const { path, content } of tree.listChanges()) {
      mkdirSync(dirname(join(folder.path, path)), { recursive: true });
      writeFileSync(join(folder.path, path), content!);
    }
    const { files, skipped } = await repeatRuns({ runs, workspace: folder.path });
    expect(skipped).toEqual([]);
    expect(files[contract]).toBeUndefined();
    expect(files['apps/ledger/src/service.ts']).toBe(
      tree.read('apps/ledger/src/service.ts', 'utf8')!.replaceAll('"', "'"),
    ); // formatted as the workspace is
  });
});
