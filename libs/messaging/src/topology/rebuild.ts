import { namesOf } from '../consumer/define-consumer.js';
import type { ConsumerPlan } from '../consumer/plan.js';
import { ConsumerOperationRefused } from '../errors.js';
import { holdHandlers } from '../inbox/fence.sql.js';
import type { RebuildRequest, Rebuilt } from '../inspection/protocol.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { recordAudit } from './audit.sql.js';
import { raiseEpoch } from './epochs.sql.js';
import { forgetHistory } from './forget-history.sql.js';
import { lockPositions } from './lock-positions.sql.js';
import type { OperationContext } from './operation-context.js';
import { recordPositions } from './positions.sql.js';
import { aheadOf, positionsOf } from './rewind.js';

/** How long all handlers of the service wait for one that runs. */
const HOLD_MS = 5_000;

/**
 * Empties a projection and has its history handled again, in one transaction: a process that dies before its commit leaves
 * the projection as it was, and after it any replica continues.
 *
 * Handlers that run have ended before the projection is emptied. What was delivered to the old durables and handled later
 * would come out of order, so they are of another epoch, and the inbox takes nothing more of the one before. Every
 * replica follows within a round of the `TopologyKeeper`, makes the new durables and pulls from those.
 *
 * @param adopt makes this process follow at once; gives the plans of the new epoch, and whether its durables were denied
 * @throws ConsumerOperationRefused in words for the operator
 */
export async function rebuild(
  plans: readonly ConsumerPlan[],
  { partial }: RebuildRequest,
  context: OperationContext,
  adopt: () => Promise<{ plans: readonly ConsumerPlan[]; denied: boolean }>,
): Promise<Rebuilt> {
  const { consumer } = plans[0]!;
  const { empties, startFrom } = consumer;
  if (!empties) {
    throw new ConsumerOperationRefused(
      `${consumer.name} does not say how its projection is emptied: give consumer(…) the option "empties", ` +
        'or use rewind --repeat if its effects may happen twice',
    );
  }
  const names = namesOf(consumer);
  if (!partial) await refuseShortened(plans, context);
  const since = startFrom instanceof Date ? startFrom : new Date(0);
  const empty = async (tx: SqlTransaction) => {
    await holdHandlers(tx, HOLD_MS);
    await lockPositions(tx);
    const epoch = await raiseEpoch(tx, names);
    await empties(tx);
    await forgetHistory(tx, names);
    await recordPositions(
      tx,
      positionsOf(plans, () => since).map((position) => ({ ...position, epoch })),
    );
    await recordAudit(tx, 'rebuild', consumer.name, { epoch, since, partial }, context.by);
    return epoch;
  };
  const epoch = await context.transaction(empty).catch(asBusy);
  context.log.warn({ consumer: consumer.name, epoch, by: context.by }, 'a projection was emptied');
  const { plans: adopted, denied } = await adopt();
  const ahead = await aheadOf(adopted, context);
  return { consumer: consumer.name, epoch, ahead, ...(denied && { left: true }) };
}

/** What is gone from the stream would be gone from the projection. */
async function refuseShortened(
  plans: readonly ConsumerPlan[],
  { transport: { reader } }: OperationContext,
): Promise<void> {
  for (const stream of new Set(plans.map(({ declaration }) => declaration.stream))) {
    const status = await reader.streamStatus(stream);
    if (!status?.isShortened) continue;
    throw new ConsumerOperationRefused(
      `stream ${stream} begins at position ${status.firstPosition}: what was stored before is gone from it, and would be ` +
        'gone from the projection. Say --partial if that is what you want',
    );
  }
}

/** SQLSTATE 55P03: the lock was not to be had in time. */
function asBusy(error: unknown): never {
  const { code, meta } = Object(error) as { code?: string; meta?: { code?: string } };
  if (code !== '55P03' && meta?.code !== '55P03') throw error;
  throw new ConsumerOperationRefused(
    `a handler, or a reader of the projection, took longer than ${HOLD_MS / 1000} s: nothing was changed, try again`,
    { cause: error },
  );
}
