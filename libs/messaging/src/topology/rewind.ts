import { namesOf } from '../consumer/define-consumer.js';
import type { ConsumerPlan } from '../consumer/plan.js';
import { BrokerDenied, ConsumerOperationRefused } from '../errors.js';
import type { Moved, RewindRequest, WantedDurable } from '../inspection/protocol.js';
import { recordAudit } from './audit.sql.js';
import { completedUntil, keyOf, surveyDurables, typesOf } from './consumer-survey.js';
import { lockPositions } from './lock-positions.sql.js';
import type { OperationContext } from './operation-context.js';
import { readHorizons, recordPositions, type Position } from './positions.sql.js';
import { repeatHandled } from './repeat-handled.sql.js';
import { rewindTargets } from './rewind-target.js';
import { toWantedDurable } from './wanted-durable.js';

/** The broker's clock and the database's may differ by so much. */
const CLOCK_MARGIN_MS = 5_000;
const REPOSITION_ATTEMPTS = 3;

/**
 * Moves a consumer back. What it handled since then is delivered again, and the inbox drops it, unless `repeat` is set.
 * The database is changed first: if this process dies before all durables have been moved, effects are still right, and the
 * same request may be made again.
 *
 * @throws ConsumerOperationRefused in words for the operator
 */
export async function rewind(
  plans: readonly ConsumerPlan[],
  { to, repeat }: RewindRequest,
  context: OperationContext,
): Promise<Moved> {
  const { consumer } = plans[0]!;
  const { transport, owner } = context;
  const names = namesOf(consumer);
  const streams = [...new Set(plans.map(({ declaration }) => declaration.stream))];
  const targets = await rewindTargets(transport.reader, streams, to);
  const moved = plans.filter(({ declaration }) => targets.has(declaration.stream));
  const targetOf = ({ declaration }: ConsumerPlan) => targets.get(declaration.stream)!;
  await refuseForward(moved, targetOf, context);
  const since = new Date(Math.min(...[...targets.values()].map((target) => target.getTime())));
  const repeated = await context.transaction(async (tx) => {
    await lockPositions(tx);
    const horizon = (await readHorizons(tx, names)).get(names.at(-1)!);
    if (!repeat && moved.length > 0) refuseForgotten(since, horizon);
    await recordPositions(tx, positionsOf(moved, targetOf));
    const count = repeat && moved.length > 0 ? await repeatHandled(tx, names, since) : 0;
    await recordAudit(
      tx,
      'rewind',
      consumer.name,
      { to, repeat, targets: Object.fromEntries(targets) },
      context.by,
    );
    return count;
  });
  const left: WantedDurable[] = [];
  for (const plan of moved) {
    const metadata = owner(consumer.name);
    const durable = { ...plan.declaration, metadata, startAt: { time: targetOf(plan) } };
    try {
      await persistently(() => transport.admin.reposition(durable));
    } catch (error) {
      if (!(error instanceof BrokerDenied)) throw error;
      left.push(toWantedDurable(durable));
    }
  }
  context.log.warn(
    { consumer: consumer.name, targets: Object.fromEntries(targets), repeat, by: context.by },
    'rewound',
  );
  return {
    consumer: consumer.name,
    stands: [...targets].map(([stream, at]) => ({ stream, at: at.toISOString() })),
    ahead: await aheadOf(plans, context),
    repeated,
    ...(left.length > 0 && { left }),
  };
}

/** It is not moved forward: what lies between would be skipped. */
async function refuseForward(
  plans: readonly ConsumerPlan[],
  targetOf: (plan: ConsumerPlan) => Date,
  { transport: { reader } }: OperationContext,
): Promise<void> {
  const durables = await surveyDurables(reader, plans);
  for (const plan of plans) {
    const durable = durables.get(keyOf(plan.declaration));
    const stands = durable && (await completedUntil(reader, durable));
    if (!stands || targetOf(plan) <= stands) continue;
    throw new ConsumerOperationRefused(
      `${plan.consumer.name} stands at ${stands.toISOString()} (${durable.name}): what lies between that and ` +
        `${targetOf(plan).toISOString()} would be skipped. Rewind to an earlier time`,
    );
  }
}

function refuseForgotten(target: Date, horizon: Date | undefined): void {
  if (!horizon) return;
  const earliest = new Date(horizon.getTime() + CLOCK_MARGIN_MS);
  if (target >= earliest) return;
  throw new ConsumerOperationRefused(
    `what was handled before ${earliest.toISOString()} is no longer in the inbox and would take effect a second time: ` +
      `rewind to ${earliest.toISOString()} at the earliest, or say --repeat`,
  );
}

/** The positions to record of a consumer whose durables stand there. */
export function positionsOf(
  plans: readonly ConsumerPlan[],
  targetOf: (plan: ConsumerPlan) => Date,
): Position[] {
  const positions = new Map<string, Position>();
  for (const plan of plans) {
    const { consumer, epoch, declaration } = plan;
    const { stream } = declaration;
    for (const type of typesOf(declaration)) {
      for (const name of namesOf(consumer)) {
        const position = { consumer: name, stream, type, handledUntil: targetOf(plan), epoch };
        positions.set(`${name} ${stream} ${type}`, position);
      }
    }
  }
  return [...positions.values()];
}

export async function aheadOf(
  plans: readonly ConsumerPlan[],
  { transport: { reader } }: OperationContext,
): Promise<number> {
  const durables = await surveyDurables(reader, plans);
  return plans.reduce((sum, { declaration }) => {
    const { numPending = 0, numAckPending = 0 } = durables.get(keyOf(declaration)) ?? {};
    return sum + numPending + numAckPending;
  }, 0);
}

/** A replica that finds the durable missing at this moment makes it again at the recorded position: then it is moved from there. */
async function persistently(reposition: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await reposition();
    } catch (error) {
      if (attempt === REPOSITION_ATTEMPTS || error instanceof BrokerDenied) throw error;
    }
  }
}
