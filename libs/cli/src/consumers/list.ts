import type { ListedConsumer } from '@waybill/messaging/operations';
import { CliError } from '../cli-error.js';
import { printResult, type Run } from '../command.js';
import { table } from '../table.js';
import type { Platform } from './connect-consumers.js';

export async function listAll({ broker, link, services }: Platform): Promise<ListedConsumer[]> {
  const { listConsumers, surveyPlatform } = await import('@waybill/messaging/operations');
  return listConsumers(broker.reader, await surveyPlatform(broker.reader, link, services));
}

/** @throws CliError there is no such consumer */
export async function serviceOf(platform: Platform, consumer: string): Promise<string> {
  const listed = await listAll(platform);
  const found = listed.find((each) => each.consumer === consumer);
  if (found) return found.service;
  throw new CliError(`there is no consumer ${consumer}`, {
    code: 'CONSUMER_NOT_FOUND',
    fix: `consumers: ${listed.map((each) => each.consumer).join(', ') || 'none'}`,
  });
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

function stateOf({ state, undeclared, notPulling }: ListedConsumer): string {
  if (state === 'silent') return 'service does not respond';
  if (state === 'undeclared') return 'undeclared';
  const [stop] = notPulling;
  if (stop?.cause === 'paused') {
    return `paused${stop.until ? ` until ${stop.until}` : ''}${stop.detail ? `: ${stop.detail}` : ''}`;
  }
  if (stop) return `waits for ${stop.detail}`;
  return undeclared > 0 ? `ok, ${undeclared} durables left over` : 'ok';
}
