import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { eventually, Platform } from './support/platform.js';
import { Shop } from './support/shop.js';

const ROOT = resolve(import.meta.dirname, '../../..');
/** The first week of the real orders; it lies beside the project and not in it. */
const WEEK = resolve(ROOT, '../shared/data/online-retail-2010-12-01_07.csv.gz');

const describeWithData = existsSync(WEEK) ? describe : describe.skip;
if (!existsSync(WEEK)) console.warn(`skipped: the import of real orders needs ${WEEK}`);

interface Totals {
  sales: { total: { orders: number; units: number; revenue: string } };
}

describeWithData('a week of a real shop', () => {
  let platform: Platform;
  let shop: Shop;
  let expected: Totals['sales']['total'];

  beforeAll(async () => {
    platform = await Platform.start();
    shop = new Shop(platform);
    const { stdout } = await promisify(execFile)(process.execPath, ['tools/verify/csv-totals.ts', WEEK], {
      cwd: ROOT,
    });
    expected = (JSON.parse(stdout) as Totals).sales.total;
  }, 240_000);

  afterAll(() => platform?.stop(), 60_000);

  it('is completed by a second run after the importer and analytics were killed half-way', async () => {
    const importer = platform.startWaybill('import', WEEK);
    // The first orders are in, and on a slow machine most are not. Whatever the moment, the end is the same.
    const arrived = async () =>
      (await shop.get<{ items: unknown[] }>('order', '/orders?limit=1')).body.items.length;
    await eventually(async () => (await arrived()) > 0, 'the import has begun to arrive');
    importer.kill();
    await importer.finished;
    await platform.kill('analytics');

    const { status, output } = await platform.waybill('import', WEEK);
    expect({ status, output }).toMatchObject({ status: 0 });
    await expectFiguresOfTheFile();
  }, 240_000);

  it('changes nothing when it is imported once more', async () => {
    const { status, stdout } = await platform.waybill('import', WEEK, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ orders: { accepted: 0, known: expected.orders } });
    await expectFiguresOfTheFile();
  }, 240_000);

  /** Months and top products, to the last digit, against a script that has read nothing but the CSV. */
  async function expectFiguresOfTheFile(): Promise<void> {
    await eventually(
      async () => (await shop.salesTotal()).orders >= expected.orders,
      'the pipeline has drained',
    );
    const verified = await promisify(execFile)(
      process.execPath,
      ['tools/verify-import.mjs', WEEK, '--data-dir', platform.dataDir],
      { cwd: ROOT },
    );
    expect(verified.stdout).toContain('PASS');
    expect(await shop.salesTotal()).toEqual(expected);
  }
});
