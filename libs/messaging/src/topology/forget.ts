import type { ForgetRequest, ForgottenConsumer } from '../inspection/protocol.js';
import { recordAudit } from './audit.sql.js';
import { consumersBeside, forgetConsumer } from './forget-consumers.sql.js';
import type { OperationContext } from './operation-context.js';
import { forgetPosition } from './positions.sql.js';

/** Deletes what the database keeps about consumers that are no longer declared, and positions that block a clean-up needlessly. */
export function forget(
  declared: readonly string[],
  { keep, types, removed, dryRun }: ForgetRequest,
  { transaction, by, log }: Pick<OperationContext, 'transaction' | 'by' | 'log'>,
): Promise<ForgottenConsumer[]> {
  return transaction(async (tx) => {
    const found = await consumersBeside(tx, [...new Set([...declared, ...keep])]);
    if (dryRun) return found;
    for (const { consumer } of found) await forgetConsumer(tx, consumer);
    for (const { consumer, type } of types) await forgetPosition(tx, consumer, type);
    if (found.length + types.length + removed.length > 0) {
      for (const { consumer, rows } of found) await recordAudit(tx, 'prune', consumer, { rows }, by);
      if (types.length + removed.length > 0) await recordAudit(tx, 'prune', '*', { types, removed }, by);
      log.warn({ consumers: found, types, removed, by }, 'pruned');
    }
    return found;
  });
}
