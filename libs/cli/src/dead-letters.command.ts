import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { DeadLetter } from '@waybill/messaging/operations';
import { wholeNumber } from './arguments.js';
import { print, printResult, type AddCommand, type Run } from './command.js';
import { listDeadLetters, withDeadLetters } from './connect-dead-letters.js';
import { clip } from './format.js';
import { table } from './table.js';

export function deadLetters(connect: typeof withDeadLetters = withDeadLetters): AddCommand {
  return (program, run) => {
    const group = program
      .command('dead-letters')
      .description('list, show, replay or discard messages that a consumer gave up on');

    group
      .command('list')
      .description('open dead letters, the newest first')
      .option('--consumer <name>', 'only those of this consumer')
      .option('--all', 'replayed and discarded ones too')
      .option('--limit <n>', 'how many', wholeNumber(1, Number.MAX_SAFE_INTEGER), 100)
      .action(({ consumer, all = false, limit }) =>
        connect(run.dataDir, async (letters) => {
          const items = await listDeadLetters(letters, { consumer, all, limit });
          printResult(run, { items }, () => describeList(items, all));
        }),
      );

    group
      .command('show')
      .description('one dead letter with its attempts, headers and payload')
      .argument('<id>', 'as dead-letters list shows it')
      .action((id) =>
        connect(run.dataDir, async (letters) => {
          const letter = await letters.show(id);
          printResult(run, letter, () => describe(letter));
        }),
      );

    group
      .command('replay')
      .description('deliver dead letters to their consumer again')
      .argument('<id...>', 'as dead-letters list shows them')
      .action((ids) =>
        connect(run.dataDir, (letters) => resolveAll(ids, (id) => letters.replay(id), 'replayed', run)),
      );

    group
      .command('discard')
      .description('resolve dead letters without a replay')
      .argument('<id...>', 'as dead-letters list shows them')
      .requiredOption('--reason <text>', 'why, for the record', reasonFor)
      .action((ids, { reason }) =>
        connect(run.dataDir, (letters) =>
          resolveAll(ids, (id) => letters.discard(id, reason), 'discarded', run),
        ),
      );
  };
}

/** Resolves each letter in turn; stops at the first that cannot be resolved, having said which were. */
async function resolveAll(
  ids: readonly string[],
  resolve: (id: string) => Promise<void>,
  done: 'replayed' | 'discarded',
  run: Run,
): Promise<void> {
  const resolved: string[] = [];
  for (const id of ids) {
    await resolve(id).catch((error: unknown) => {
      if (resolved.length > 0) run.stderr.write(`${done} before that: ${resolved.join(', ')}\n`);
      throw error;
    });
    resolved.push(id);
    if (!run.json) print(run, `${done} ${id}`);
  }
  if (run.json) printResult(run, { [done]: resolved }, () => '');
}

function describeList(letters: readonly DeadLetter[], all: boolean): string {
  if (letters.length === 0) return all ? 'no dead letters' : 'no open dead letters';
  const rows = letters.map((letter) => [
    letter.id,
    letter.deadAt.slice(0, 19).replace('T', ' '),
    letter.type,
    letter.consumer,
    letter.reason,
    String(letter.history.length),
    clip(letter.error.message ?? '', 60),
    ...(all ? [letter.state] : []),
  ]);
  const header = ['id', 'dead since (UTC)', 'event', 'consumer', 'reason', 'attempts', 'last error'];
  return table(all ? [...header, 'state'] : header, rows);
}

function describe(letter: DeadLetter): string {
  const { state, resolved, history, error } = letter;
  const facts = [
    ['dead letter', letter.id],
    ['event', `${letter.type} ${letter.eventId}`],
    ['given up by', `${letter.consumer} (${letter.service}), ${letter.reason}, ${letter.deadAt}`],
    ['stored at', `${letter.stream} ${letter.sequence}, ${letter.subject}`],
    ['state', resolved ? `${state} ${resolved.at} ${resolved.reason ?? ''}`.trimEnd() : state],
  ] as const;
  const attempts = history.map(
    ({ at, durationMs, error: { name, message, code } }, i) =>
      `  ${i + 1}. ${at} after ${Math.round(durationMs)} ms: ${name}: ${message}${code ? ` [${code}]` : ''}`,
  );
  return [
    ...facts.map(([name, value]) => `${name.padEnd(13)}${value}`),
    'attempts',
    ...(attempts.length > 0 ? attempts : [`  none that ended; ${error.message ?? ''}`.trimEnd()]),
    'headers',
    ...Object.entries(letter.headers).map(([name, value]) => `  ${name}: ${value}`),
    'payload',
    `  ${letter.payload}`,
  ].join('\n');
}

function reasonFor(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Say why, for the record.');
  return text.trim();
}
