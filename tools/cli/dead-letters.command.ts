import type { DeadLetter } from '@waybill/messaging';
import { CliError, UsageError } from './cli-error.ts';
import { print, printJson, type Command, type Io } from './command.ts';
import { parseFlags } from './flags.ts';
import { withDeadLetters, type DeadLetters } from './open-dead-letters.ts';
import { readState } from './state.ts';
import { clip, table } from './table.ts';

/** Finds the desk of the stack on this data folder, lends it to `work`, and puts everything away again. */
type Lend = <Result>(dataDir: string, work: (deadLetters: DeadLetters) => Promise<Result>) => Promise<Result>;

export const command: Command = deadLettersCommand(async (dataDir, work) =>
  withDeadLetters(await readState(dataDir), work),
);

export function deadLettersCommand(lend: Lend): Command {
  return {
    name: 'dead-letters',
    summary: 'list, show, replay or discard messages that a consumer gave up on',
    usage: [
      'list [--consumer <name>] [--all] [--limit <n>]',
      'show <id>',
      'replay <id> […]',
      'discard <id> […] --reason <text>',
    ].join('\n'),

    run(args, io) {
      const { values, positionals } = parseFlags(args, {
        all: { type: 'boolean', default: false },
        consumer: { type: 'string' },
        limit: { type: 'string', default: '100' },
        reason: { type: 'string' },
      });
      const [action, ...ids] = positionals;
      const { consumer, all, json } = values;
      const withDesk = <Result>(work: (desk: DeadLetters) => Promise<Result>) =>
        lend(values['data-dir'], work).catch(asCliError);

      switch (action) {
        case 'list':
          return withDesk((desk) => list(desk, { consumer, all, limit: positive(values.limit) }, io, json));
        case 'show':
          return withDesk((desk) => show(desk, idsOf(ids, 'show', 1)[0]!, io, json));
        case 'replay':
          return withDesk((desk) =>
            answer(idsOf(ids, 'replay'), (id) => desk.replay(id), 'replayed', io, json),
          );
        case 'discard': {
          const reason = values.reason?.trim();
          if (!reason) {
            throw new UsageError('a discarded letter needs a reason, for the record', 'add --reason "<why>"');
          }
          return withDesk((desk) =>
            answer(idsOf(ids, 'discard'), (id) => desk.discard(id, reason), 'discarded', io, json),
          );
        }
        default:
          throw new UsageError(
            action === undefined ? 'what about the dead letters?' : `unknown action "${action}"`,
            'npm run waybill -- dead-letters list|show|replay|discard',
          );
      }
    },
  };
}

async function list(
  desk: DeadLetters,
  filter: { consumer?: string; all: boolean; limit: number },
  io: Io,
  json: boolean,
): Promise<void> {
  const letters = await desk.list(filter).catch(whereNoneEverWas);
  if (json) {
    printJson(io, { items: letters });
    return;
  }
  if (letters.length === 0) {
    print(io, filter.all ? 'no dead letters' : 'no dead letter waits for an answer');
    return;
  }
  const rows = letters.map((letter) => [
    letter.id,
    letter.deadAt.slice(0, 19).replace('T', ' '),
    letter.type,
    letter.consumer,
    letter.reason,
    String(letter.history.length),
    clip(letter.error.message ?? '', 60),
    ...(filter.all ? [letter.state] : []),
  ]);
  const header = ['id', 'dead since (UTC)', 'event', 'consumer', 'reason', 'attempts', 'last error'];
  print(io, table(filter.all ? [...header, 'state'] : header, rows));
}

async function show(desk: DeadLetters, id: string, io: Io, json: boolean): Promise<void> {
  const letter = await desk.show(id);
  if (json) printJson(io, letter);
  else print(io, describe(letter));
}

/** Answers each letter in turn; stops at the first that cannot be answered, having said which were. */
async function answer(
  ids: string[],
  act: (id: string) => Promise<void>,
  done: 'replayed' | 'discarded',
  io: Io,
  json: boolean,
): Promise<void> {
  const answered: string[] = [];
  for (const id of ids) {
    await act(id).catch((error: unknown) => {
      if (answered.length > 0) io.stderr.write(`${done} before that: ${answered.join(', ')}\n`);
      throw error;
    });
    answered.push(id);
    if (!json) print(io, `${done} ${id}`);
  }
  if (json) printJson(io, { [done]: answered });
}

function describe(letter: DeadLetter): string {
  const facts: [string, string][] = [
    ['dead letter', letter.id],
    ['event', `${letter.type} ${letter.eventId}`],
    ['given up by', `${letter.consumer} (${letter.service}), ${letter.reason}, ${letter.deadAt}`],
    ['first lay at', `${letter.stream} ${letter.sequence}, ${letter.subject}`],
    [
      'state',
      letter.settled
        ? `${letter.state} ${letter.settled.at} ${letter.settled.reason ?? ''}`.trimEnd()
        : letter.state,
    ],
  ];
  const attempts = letter.history.map(
    ({ at, durationMs, error }, i) =>
      `  ${i + 1}. ${at} after ${Math.round(durationMs)} ms: ${error.name}: ${error.message}${error.code ? ` [${error.code}]` : ''}`,
  );
  return [
    ...facts.map(([name, value]) => `${name.padEnd(13)}${value}`),
    'attempts',
    ...(attempts.length > 0 ? attempts : [`  none that ended; ${letter.error.message ?? ''}`.trimEnd()]),
    'headers',
    ...Object.entries(letter.headers).map(([name, value]) => `  ${name}: ${value}`),
    'payload',
    `  ${letter.payload}`,
  ].join('\n');
}

function idsOf(ids: string[], action: string, most = Number.POSITIVE_INFINITY): string[] {
  if (ids.length >= 1 && ids.length <= most) return ids;
  throw new UsageError(
    ids.length === 0 ? `${action} which dead letter?` : `${action} one dead letter at a time`,
    `npm run waybill -- dead-letters ${action} <id>; "dead-letters list" shows the ids`,
  );
}

function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UsageError(`--limit ${text} is no positive number`);
}

/** The stream is made by the first service that starts: before that there are no letters. */
function whereNoneEverWas(error: unknown): [] {
  if ((error as { code?: string }).code === 'STREAM_NOT_FOUND') return [];
  throw error;
}

/** The library's own errors are for people too. */
function asCliError(error: unknown): never {
  const { code, message } = error as { code?: string; message: string };
  const isForPeople = [
    'DEAD_LETTER_NOT_FOUND',
    'DEAD_LETTER_SETTLED',
    'STREAM_NOT_FOUND',
    'BROKER_UNAVAILABLE',
  ];
  if (error instanceof CliError || !code || !isForPeople.includes(code)) throw error;
  throw new CliError(message, { code, cause: error });
}
