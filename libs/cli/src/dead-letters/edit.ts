import type { DeadLetterResolution, DeadLetterView, PayloadCheck } from '@waybill/console-api';
import { readFile } from 'node:fs/promises';
import { CliError, UsageError } from '../cli-error.js';
import { printResult, type Run } from '../command.js';
import type { ConsoleLink } from '../console/console-link.js';
import { userPath } from '../user-path.js';
import { editPayload, type Assignment } from './edit-payload.js';

export interface Edit {
  id: string;
  /** The whole payload as text, or `@` and a file. */
  payload?: string;
  set: readonly Assignment[];
  by: string;
  /** Checks only. */
  dryRun: boolean;
}

/** Replays a letter with another payload, once its consumer would accept it. */
export async function editAction(link: ConsoleLink, edit: Edit, run: Run): Promise<void> {
  const address = `/api/dead-letters/${encodeURIComponent(edit.id)}`;
  const payload = await payloadOf(link, address, edit);
  if (!edit.dryRun) {
    const replayed = await link.post<DeadLetterResolution>(`${address}/replay`, { payload, by: edit.by });
    printResult(run, replayed, () => `replayed ${edit.id} with the edited payload`);
    return;
  }
  const { errors } = await link.post<PayloadCheck>(`${address}/check`, { payload });
  printResult(run, { payload, errors }, () =>
    [payload, ...errors.map(({ pointer, message }) => `${pointer || '(all of it)'}: ${message}`)].join('\n'),
  );
  if (errors.length > 0) run.exitCode = 1;
}

async function payloadOf(link: ConsoleLink, address: string, { payload, set }: Edit): Promise<string> {
  if (payload === undefined && set.length === 0) {
    throw new UsageError(
      'edit what?',
      'give the whole payload: --payload @file, or fields of it: --set total.cents=5',
    );
  }
  const whole =
    payload === undefined ? (await link.get<DeadLetterView>(address)).payload : await textOf(payload);
  return set.length === 0 ? whole : editPayload(whole, set);
}

async function textOf(given: string): Promise<string> {
  if (!given.startsWith('@')) return given;
  const path = userPath(given.slice(1));
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CliError(`cannot read ${path}`, { fix: 'give a file with the payload after the @', cause });
  });
}
