import type { ListedConsumer, RebuildRequest, RewindRequest } from '@waybill/messaging';
import { CliError } from '../cli-error.ts';
import { print, printJson } from '../command.ts';
import { follow } from './follow.ts';
import { listAll, type Output } from './list.ts';
import type { Consumers } from './open-consumers.ts';

/** Has one process of the consumer's service move it back, then shows how far it is until it has caught up. */
export async function rewindAction(
  consumers: Consumers,
  request: RewindRequest,
  output: Output,
): Promise<void> {
  const service = await serviceOf(consumers, request.consumer);
  const moved = await consumers.link.ask(service, 'consumers.rewind', request);
  const { io, json } = output;
  if (!json) {
    for (const { stream, at } of moved.stands) print(io, `${moved.consumer}: ${stream} from ${at} on`);
    print(
      io,
      request.repeat
        ? `${moved.repeated.toLocaleString('en')} handled messages take effect again`
        : 'what was handled before takes no effect again',
    );
  }
  await finish(consumers, moved, output);
}

/** Has one process of the consumer's service empty its projection, then shows how far the history is. */
export async function rebuildAction(
  consumers: Consumers,
  request: RebuildRequest,
  output: Output,
): Promise<void> {
  const service = await serviceOf(consumers, request.consumer);
  const rebuilt = await consumers.link.ask(service, 'consumers.rebuild', request);
  if (!output.json) print(output.io, `${rebuilt.consumer}: emptied, its history is handled again`);
  await finish(consumers, rebuilt, output);
}

async function finish<Answer extends { consumer: string; ahead: number }>(
  consumers: Consumers,
  answer: Answer,
  { io, json }: Output,
): Promise<void> {
  let first: number | undefined = answer.ahead;
  const remaining = await follow(io, {
    ahead: async () => {
      const known = first;
      first = undefined;
      return known ?? aheadOf(await listAll(consumers), answer.consumer);
    },
  });
  if (json) return printJson(io, { ...answer, remaining });
  print(
    io,
    remaining === 0
      ? 'it has caught up'
      : `${remaining.toLocaleString('en')} messages are ahead of it still: consumers list shows how far it is`,
  );
}

function aheadOf(listed: readonly ListedConsumer[], consumer: string): number {
  const found = listed.find((each) => each.consumer === consumer);
  return found ? found.pending + found.ackPending : 0;
}

async function serviceOf(consumers: Consumers, consumer: string): Promise<string> {
  const listed = await listAll(consumers);
  const found = listed.find((each) => each.consumer === consumer);
  if (found) return found.service;
  throw new CliError(`there is no consumer ${consumer}`, {
    code: 'CONSUMER_NOT_FOUND',
    fix: `there are: ${listed.map((each) => each.consumer).join(', ') || 'none'}`,
  });
}

/** The library's own errors are for people too. */
export function asCliError(error: unknown): never {
  const { code, message } = error as { code?: string; message: string };
  const isForPeople = ['BROKER_UNAVAILABLE', 'STREAM_NOT_FOUND', 'PRUNE_INCOMPLETE'];
  if (error instanceof CliError || !code || !isForPeople.includes(code)) throw error;
  throw new CliError(message, { code, cause: error });
}
