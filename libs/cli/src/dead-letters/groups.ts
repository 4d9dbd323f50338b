import type { DeadLetterGroupsResponse, DeadLettersResponse } from '@waybill/console-api';
import { printResult, type Run } from '../command.js';
import type { ConsoleLink } from '../console/console-link.js';
import { clip } from '../format.js';
import { table } from '../table.js';
import { describeList } from './letters.js';

interface Filter {
  consumer?: string;
  all: boolean;
}

export async function groupsAction(link: ConsoleLink, { consumer, all }: Filter, run: Run): Promise<void> {
  const query = { consumer, state: all ? 'all' : 'open' };
  const found = await link.get<DeadLetterGroupsResponse>('/api/dead-letters/groups', query);
  printResult(run, found, () => describeGroups(found.groups));
}

export async function listGroupAction(
  link: ConsoleLink,
  { group, limit, before, consumer, all }: Filter & { group: string; limit: number; before?: string },
  run: Run,
): Promise<void> {
  const query = { group, consumer, state: all ? 'all' : 'open', limit, before };
  const { items } = await link.get<DeadLettersResponse>('/api/dead-letters', query);
  printResult(run, { items }, () => describeList(items, all));
}

function describeGroups(groups: DeadLetterGroupsResponse['groups']): string {
  if (groups.length === 0) return 'no open dead letters';
  const rows = groups.map(
    ({ id, open, total, failedAgain, perHour, firstAt, lastAt, consumer, type, error }) => [
      id,
      String(open),
      String(total),
      String(failedAgain),
      String(perHour.at(-1) ?? 0),
      minuteOf(firstAt),
      minuteOf(lastAt),
      consumer,
      type,
      clip(error, 60),
    ],
  );
  return table(
    [
      'group',
      'open',
      'all',
      'failed again',
      'last hour',
      'first (UTC)',
      'last (UTC)',
      'consumer',
      'event',
      'error',
    ],
    rows,
  );
}

function minuteOf(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
