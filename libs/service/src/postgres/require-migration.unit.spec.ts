import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ConfigurationRefused } from '@waybill/messaging/operations';
import { requireMigration } from './require-migration.js';

/** A database with these migrations, or without Prisma's table if undefined. */
const databaseWith = (applied?: string[]) => {
  const query = async (sql: string) => ({
    rows: sql.includes('to_regclass')
      ? [{ exists: applied !== undefined }]
      : (applied ?? []).map((name) => ({ name })),
  });
  return { query } as unknown as Parameters<typeof requireMigration>[0];
};
const requireSecond = (applied?: string[]) => requireMigration(databaseWith(applied), 'order', '2_order');

describe('the migration that a service needs', () => {
  let warned: jest.SpiedFunction<typeof Logger.prototype.warn>;
  beforeEach(() => {
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => warned.mockRestore());

  it('is applied', async () => {
    await requireSecond(['1_messaging', '2_order']);
    expect(warned).not.toHaveBeenCalled();
  });

  it('is missing: refused with its name and the command', async () => {
    const refused = requireSecond(['1_messaging']);
    await expect(refused).rejects.toThrow(ConfigurationRefused);
    await expect(refused).rejects.toThrow(
      /^migration 2_order is not applied to the database \(the newest applied is 1_messaging\).*migrate\.main\.js order/,
    );
  });

  it('is missing because nothing was ever migrated', async () => {
    await expect(requireSecond()).rejects.toThrow(/2_order is not applied to the database \(none is\)/);
  });

  it('is applied with newer ones: a newer version is being deployed, or was rolled back', async () => {
    await requireSecond(['1_messaging', '2_order', '3_refunds']);
    expect(warned).toHaveBeenCalledWith(
      expect.stringMatching(
        /the database is ahead of this version: it has 3_refunds, but .* none after 2_order/,
      ),
    );
  });
});
