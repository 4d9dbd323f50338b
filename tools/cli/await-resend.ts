import { setTimeout as delay } from 'node:timers/promises';
import type { Republished } from '@waybill/messaging';
import type { ServiceOutbox } from './open-outboxes.ts';

/** What became of the rows of one service that were to go out again. */
export interface Resent {
  service: string;
  rows: number;
  /** Rows that the broker has stored again. */
  stored: number;
  /** Rows that the broker refused to the last attempt: dead. */
  refused: number;
  /** Rows that are still to go out. */
  waiting: number;
}

export interface AwaitOptions {
  signal: AbortSignal;
  onProgress: (resent: readonly Resent[]) => void;
  /** Without any row going out for this long, waiting is no use. */
  patienceMs?: number;
  wait?: (ms: number) => Promise<unknown>;
  now?: () => number;
}

const POLL_MS = 250;

/** Waits until the relays have sent every row, none has gone out for a while, or the signal says so; `waiting` tells. */
export async function awaitResend(
  sent: readonly { outbox: ServiceOutbox; republished: Republished }[],
  { signal, onProgress, patienceMs = 30_000, wait = delay, now = Date.now }: AwaitOptions,
): Promise<Resent[]> {
  let left = Number.POSITIVE_INFINITY;
  let movedAt = now();
  for (;;) {
    const resent = await Promise.all(sent.map(progressOf));
    onProgress(resent);
    const waiting = resent.reduce((sum, each) => sum + each.waiting, 0);
    if (waiting < left) movedAt = now();
    left = waiting;
    if (waiting === 0 || signal.aborted || now() - movedAt >= patienceMs) return resent;
    await wait(POLL_MS);
  }
}

async function progressOf({
  outbox,
  republished: { resendId, rows },
}: {
  outbox: ServiceOutbox;
  republished: Republished;
}): Promise<Resent> {
  const { waiting, dead } = rows === 0 ? { waiting: 0, dead: 0 } : await outbox.resendProgress(resendId);
  return { service: outbox.service, rows, stored: rows - waiting - dead, refused: dead, waiting };
}
