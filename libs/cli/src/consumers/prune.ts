import type { PrunePlan } from '@waybill/messaging/operations';
import type { UndeclaredDatabase } from '@waybill/stack';
import { print, printResult, type Run } from '../command.js';
import { Progress } from '../progress.js';
import { table } from '../table.js';
import { applyAll } from '../topology/apply.js';
import { wantedBy } from '../topology/wanted-by.js';
import type { Platform } from './connect-consumers.js';

/** What is left of services and consumers. */
type Leftovers = PrunePlan & { databases: readonly UndeclaredDatabase[] };

/** Shows what no running process declares any more; with `yes` removes it. */
export async function pruneAction(
  { broker, link, services, left }: Platform,
  { streams, yes }: { streams: boolean; yes: boolean },
  run: Run,
): Promise<void> {
  const { MOST_COUNTED, planPrune, prune, surveyPlatform } = await import('@waybill/messaging/operations');
  const survey = await surveyPlatform(broker.reader, link, services);
  const known = left && { services };
  const plan: Leftovers = {
    ...(await planPrune(broker.reader, link, survey, { streams, ...known })),
    databases: (await left?.find()) ?? [],
  };
  const removed: string[] = [];
  if (!run.json) print(run, describe(plan, MOST_COUNTED));
  if (yes) {
    const progress = new Progress(run.stderr);
    const note = (what: string) => {
      removed.push(what);
      progress.update(() => `removed ${removed.length}: ${what}`);
    };
    try {
      await prune(broker, link, survey, plan, note);
      // Durables that were made narrower: their service may lack the permission to make them again.
      const narrowed = [...new Set(plan.types.map(({ service }) => service))];
      await applyAll({ broker }, (await wantedBy({ link }, narrowed)).wanted);
      const names = plan.databases.map(({ name }) => name);
      if (names.length > 0) await left?.drop(names, (name) => note(`database and login ${name}`));
    } catch (error) {
      progress.clear();
      if (removed.length > 0) run.stderr.write(`removed before that: ${removed.join(', ')}\n`);
      throw error;
    }
    progress.clear();
  }
  if (!run.json && isEmpty(plan)) return;
  printResult(run, { dryRun: !yes, ...plan, removed }, () =>
    yes
      ? '\nremoved, and recorded in messaging_audit of the services that respond'
      : '\nnothing was removed: add --yes',
  );
}

function isEmpty({ durables, types, rows, streams, databases }: Leftovers): boolean {
  return [durables, types, rows, streams, databases].every(({ length }) => length === 0);
}

function describe(plan: Leftovers, mostCounted: number): string {
  if (isEmpty(plan)) return 'nothing to remove: running processes declare everything';
  const { durables, types, rows, streams, databases } = plan;
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
    ...databases.map(({ name, bytes }) => [
      'database',
      `${name}, and its login`,
      `no service of the workspace has it; ${(bytes / 1_000_000).toFixed(1)} MB`,
    ]),
  ];
  const text = table(['what', 'which', 'why'], lines);
  return types.some(({ unhandled }) => unhandled > 0)
    ? `${text}\n\nwhat is not handled stays in the stream: once a version handles it, consumers rewind brings it back`
    : text;
}
