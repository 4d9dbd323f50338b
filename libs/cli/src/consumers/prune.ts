import type { PrunePlan } from '@waybill/messaging/operations';
import { print, printResult, type Run } from '../command.js';
import { Progress } from '../progress.js';
import { table } from '../table.js';
import type { Platform } from './connect-consumers.js';

/** Shows what no running process declares any more; with `yes` removes it. */
export async function pruneAction(
  { broker, link, services }: Platform,
  { streams, yes }: { streams: boolean; yes: boolean },
  run: Run,
): Promise<void> {
  const { MOST_COUNTED, planPrune, prune, surveyPlatform } = await import('@waybill/messaging/operations');
  const survey = await surveyPlatform(broker.reader, link, services);
  const plan = await planPrune(broker.reader, link, survey, { streams });
  const removed: string[] = [];
  if (!run.json) print(run, describe(plan, MOST_COUNTED));
  if (yes) {
    const progress = new Progress(run.stderr);
    await prune(broker, link, survey, plan, (what) => {
      removed.push(what);
      progress.update(() => `removed ${removed.length}: ${what}`);
    }).catch((error: unknown) => {
      progress.clear();
      if (removed.length > 0) run.stderr.write(`removed before that: ${removed.join(', ')}\n`);
      throw error;
    });
    progress.clear();
  }
  if (!run.json && isEmpty(plan)) return;
  printResult(run, { dryRun: !yes, ...plan, removed }, () =>
    yes
      ? '\nremoved, and recorded in messaging_audit of the services that respond'
      : '\nnothing was removed: add --yes',
  );
}

function isEmpty({ durables, types, rows, streams }: PrunePlan): boolean {
  return durables.length + types.length + rows.length + streams.length === 0;
}

function describe(plan: PrunePlan, mostCounted: number): string {
  if (isEmpty(plan)) return 'nothing to remove: running processes declare everything';
  const { durables, types, rows, streams } = plan;
  const lines = [
    ...durables.map(({ stream, name, why }) => ['durable', `${stream} ${name}`, why]),
    ...types.map(({ consumer, type, unhandled }) => [
      'event type',
      `${type} of ${consumer}`,
      `no process handles it; ${unhandled === mostCounted ? `${mostCounted} or more` : unhandled} not handled`,
    ]),
    ...rows.map(({ consumer, service, rows: count }) => [
      'rows',
      `${count} of ${consumer} (${service})`,
      'no process declares the consumer',
    ]),
    ...streams.map(({ name, service, messages }) => [
      'stream',
      `${name} of ${service}`,
      `not used; it holds ${messages} messages`,
    ]),
  ];
  const text = table(['what', 'which', 'why'], lines);
  return types.some(({ unhandled }) => unhandled > 0)
    ? `${text}\n\nwhat is not handled stays in the stream: once a version handles it, consumers rewind brings it back`
    : text;
}
