import type { PrunePlan } from '@waybill/messaging';
import { Progress } from '../../import/progress.ts';
import { print, printJson } from '../command.ts';
import { table } from '../table.ts';
import type { Output } from './list.ts';
import type { Consumers } from './open-consumers.ts';

/** Shows what nothing declares any more; with `yes` removes it. */
export async function pruneAction(
  { broker, link, services }: Consumers,
  { streams, yes }: { streams: boolean; yes: boolean },
  { io, json }: Output,
): Promise<void> {
  const { MOST_COUNTED, planPrune, prune, surveyPlatform } = await import('@waybill/messaging');
  const survey = await surveyPlatform(broker, link, services);
  const plan = await planPrune(broker, link, survey, { streams });
  const removed: string[] = [];
  if (!json) describe(plan, MOST_COUNTED, (text) => print(io, text));
  if (yes) {
    const progress = new Progress(io.stderr);
    await prune(broker, link, survey, plan, (what) => {
      removed.push(what);
      progress.update(() => `removed ${removed.length}: ${what}`);
    }).catch((error: unknown) => {
      progress.clear();
      if (removed.length > 0) io.stderr.write(`removed before that: ${removed.join(', ')}\n`);
      throw error;
    });
    progress.clear();
  }
  if (json) return printJson(io, { dryRun: !yes, ...plan, removed });
  if (isEmpty(plan)) return;
  print(
    io,
    yes
      ? '\nremoved, and on record in messaging_audit of the services that answer'
      : '\nnothing was removed: add --yes',
  );
}

function isEmpty({ durables, types, rows, streams }: PrunePlan): boolean {
  return durables.length + types.length + rows.length + streams.length === 0;
}

function describe(plan: PrunePlan, mostCounted: number, say: (text: string) => void): void {
  if (isEmpty(plan)) return say('nothing to remove: running processes declare all that there is');
  const { durables, types, rows, streams } = plan;
  const lines = [
    ...durables.map(({ stream, name, why }) => ['durable', `${stream} ${name}`, why]),
    ...types.map(({ consumer, type, unhandled }) => [
      'event type',
      `${type} of ${consumer}`,
      `no process takes it; ${unhandled === mostCounted ? `${mostCounted} or more` : unhandled} not handled`,
    ]),
    ...rows.map(({ consumer, service, rows: count }) => [
      'rows',
      `${count} of ${consumer} (${service})`,
      'no process declares the consumer',
    ]),
    ...streams.map(({ name, service, messages }) => [
      'stream',
      `${name} of ${service}`,
      `nobody uses it; it holds ${messages} messages`,
    ]),
  ];
  say(table(['what', 'which', 'why'], lines));
  if (types.some(({ unhandled }) => unhandled > 0)) {
    say(
      '\nwhat is not handled stays in the stream: once a version takes it, consumers rewind brings it back',
    );
  }
}
