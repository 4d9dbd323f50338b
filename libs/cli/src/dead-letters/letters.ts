import type { DeadLetter } from '@waybill/messaging/operations';
import { print, printResult, type Run } from '../command.js';
import { clip } from '../format.js';
import { table } from '../table.js';

/** What a list needs of a letter, from the stream or from the console. */
type Listed = Pick<DeadLetter, 'id' | 'deadAt' | 'type' | 'consumer' | 'error' | 'state'> & {
  reason: string;
  history: readonly unknown[];
};

/** Resolves each letter in turn; stops at the first that cannot be resolved, having said which were. */
export async function resolveAll(
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

export function describeList(letters: readonly Listed[], all: boolean): string {
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

export function describeLetter(letter: DeadLetter): string {
  const { state, resolved, history, error } = letter;
  const facts = [
    ['dead letter', letter.id],
    ['event', `${letter.type} ${letter.eventId}`],
    ['given up by', `${letter.consumer} (${letter.service}), ${letter.reason}, ${letter.deadAt}`],
    ['stored at', `${letter.stream} ${letter.sequence}, ${letter.subject}`],
    ['group', letter.group],
    ['state', resolved ? describeResolution(state, resolved) : state],
    ...(letter.replayOf === undefined
      ? []
      : [['replay of', `dead letter ${letter.replayOf}, which failed again`] as const]),
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
    ...(resolved?.payload === undefined ? [] : ['replayed with', `  ${resolved.payload}`]),
  ].join('\n');
}

function describeResolution(state: string, { at, by, reason }: NonNullable<DeadLetter['resolved']>): string {
  return [state, at, by && `by ${by}`, reason].filter(Boolean).join(' ');
}
