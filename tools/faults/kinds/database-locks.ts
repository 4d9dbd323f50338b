import { withClient } from '@waybill/stack/parts';
import type { FaultKind } from '../fault.ts';
import { hold } from '../hold.ts';
import { databaseOf } from './database-admin.ts';
import { replayLetters } from './replay-letters.ts';

/** The newest rows of the table that others of the service wait for. */
const LOCKED: Readonly<Record<string, string>> = {
  order: 'SELECT FROM orders ORDER BY placed_at DESC LIMIT 1 FOR UPDATE',
};

/** A handler that waited for the locked row until its deadline. */
const WAITED = /did not end within|statement timeout/;

/**
 * A transaction of somebody else (a report, a person's psql) stays open: vacuum stops at its snapshot, and the row that it has
 * locked is waited for.
 */
const transactionHeld: FaultKind = {
  name: 'database.transaction-held',
  weight: 1,
  targets: ({ databases }) => databases.map(({ service }) => service),
  excludes: ['database'],
  async strike(lab, service, random, signal) {
    lab.consequences.deadLetters(WAITED, 'transaction-held');
    await withClient(databaseOf(lab, service).administratorUrl, async (client) => {
      let isLost = false;
      client.once('error', () => (isLost = true));
      await client.query('SET idle_in_transaction_session_timeout = 0');
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await client.query(LOCKED[service] ?? 'SELECT count(*) FROM inbox');
      await hold(random.between(30_000, 120_000), signal);
      // A server that died meanwhile has ended it.
      if (!isLost) await client.query('ROLLBACK');
    });
    await replayLetters(lab, WAITED);
  },
};

export const lockFaults: readonly FaultKind[] = [transactionHeld];
