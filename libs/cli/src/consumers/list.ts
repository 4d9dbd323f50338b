import type { ListedConsumer } from '@waybill/messaging/operations';
import { printResult, type Run } from '../command.js';
import { table } from '../table.js';
import type { Platform } from './connect-consumers.js';

export async function listAll({ broker, link, services }: Platform): Promise<ListedConsumer[]> {
  const { listConsumers, surveyPlatform } = await import('@waybill/messaging/operations');
  return listConsumers(broker.reader, await surveyPlatform(broker.reader, link, services));
}

export async function listAction(platform: Platform, run: Run): Promise<void> {
  const consumers = await listAll(platform);
  printResult(run, { consumers }, () => describe(consumers));
}

function describe(consumers: readonly ListedConsumer[]): string {
  if (consumers.length === 0) return 'no consumers: no service that has any was started yet';
  const header = ['consumer', 'service', 'streams', 'pending', 'in flight', 'oldest', 'state'];
  const rows = consumers.map((each) => [
    each.consumer,
    each.service,
    each.streams.join(' '),
    String(each.pending),
    String(each.ackPending),
    each.oldestSeconds === null ? '' : `${each.oldestSeconds.toFixed(1)} s`,
    stateOf(each),
  ]);
  const text = table(header, rows);
  return consumers.some(({ undeclared }) => undeclared > 0)
    ? `${text}\n\nno running process pulls from some of the durables: consumers prune shows which`
    : text;
}

function stateOf({ state, undeclared }: ListedConsumer): string {
  if (state === 'silent') return 'service does not respond';
  if (state === 'undeclared') return 'undeclared';
  return undeclared > 0 ? `ok, ${undeclared} durables left over` : 'ok';
}
