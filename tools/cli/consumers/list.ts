import type { ListedConsumer } from '@waybill/messaging';
import { print, printJson, type Io } from '../command.ts';
import { table } from '../table.ts';
import type { Consumers } from './open-consumers.ts';

export interface Output {
  io: Io;
  json: boolean;
}

export async function listAll({ broker, link, services }: Consumers): Promise<ListedConsumer[]> {
  const { listConsumers, surveyPlatform } = await import('@waybill/messaging');
  return listConsumers(broker, await surveyPlatform(broker, link, services));
}

export async function listAction(consumers: Consumers, { io, json }: Output): Promise<void> {
  const listed = await listAll(consumers);
  if (json) return printJson(io, { consumers: listed });
  if (listed.length === 0) return print(io, 'no consumers: no service that listens has been started yet');
  const header = ['consumer', 'service', 'streams', 'pending', 'in flight', 'oldest', 'state'];
  const rows = listed.map((each) => [
    each.consumer,
    each.service,
    each.streams.join(' '),
    String(each.pending),
    String(each.ackPending),
    each.oldestSeconds === null ? '' : `${each.oldestSeconds.toFixed(1)} s`,
    stateOf(each),
  ]);
  print(io, table(header, rows));
  if (listed.some(({ undeclared }) => undeclared > 0)) {
    print(io, '\nno running process pulls from some of the durables: consumers prune shows which');
  }
}

function stateOf({ state, undeclared }: ListedConsumer): string {
  if (state === 'silent') return 'service does not answer';
  if (state === 'undeclared') return 'undeclared';
  return undeclared > 0 ? `ok, ${undeclared} durables left over` : 'ok';
}
