import { namesOf, type ConsumerDefinition } from '../consumer/define-consumer.js';
import type { PauseRequest, Paused, Resumed } from '../inspection/protocol.js';
import { recordAudit } from '../topology/audit.sql.js';
import type { OperationContext } from '../topology/operation-context.js';
import { deletePause, readPauses, writePause } from './pauses.sql.js';

/** Pauses a consumer, or gives its pause another end. It takes effect in each replica at its next look at the rows. */
export async function pause(
  consumer: ConsumerDefinition,
  { forMs, reason }: Omit<PauseRequest, 'consumer'>,
  { transaction, by, log }: Pick<OperationContext, 'transaction' | 'by' | 'log'>,
): Promise<Paused> {
  const names = namesOf(consumer);
  const end = await transaction(async (tx) => {
    await recordAudit(tx, 'pause', consumer.name, { forMs: forMs ?? null, reason: reason ?? null }, by);
    return writePause(tx, names, { forMs, reason });
  });
  const until = end?.toISOString() ?? null;
  log.warn({ consumer: consumer.name, until, reason, by }, 'a consumer was paused');
  return { consumer: consumer.name, until, reason: reason ?? null };
}

/** Ends a pause. What has waited is handled from where the consumer stands. */
export async function resume(
  consumer: ConsumerDefinition,
  { transaction, by, log }: Pick<OperationContext, 'transaction' | 'by' | 'log'>,
): Promise<Resumed> {
  const names = namesOf(consumer);
  const wasPaused = await transaction(async (tx) => {
    const pauses = await readPauses(tx, names);
    await deletePause(tx, names);
    if (pauses.length > 0) await recordAudit(tx, 'resume', consumer.name, {}, by);
    return pauses.length > 0;
  });
  if (wasPaused) log.warn({ consumer: consumer.name, by }, 'a consumer was resumed');
  return { consumer: consumer.name, wasPaused };
}
