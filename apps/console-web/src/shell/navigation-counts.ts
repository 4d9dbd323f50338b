import type { DeadLetterGroupsResponse, OutboxResponse } from '@waybill/console-api';
import { useJson } from '../api/use-json.ts';
import { useActiveFaultCount } from '../pages/faults/use-active-fault-count.ts';

export interface NavigationCount {
  count: number;
  words: string;
}

/** What needs attention, by page. */
export function useNavigationCounts(): Readonly<Record<string, NavigationCount>> {
  return {
    '/dead-letters': useOpenLetterCount(),
    '/streams': useParkedRowCount(),
    '/faults': useActiveFaultCount(),
  };
}

function useOpenLetterCount(): NavigationCount {
  const { data } = useJson<DeadLetterGroupsResponse, number>(
    ['dead-letters', 'groups', 'open'],
    '/api/dead-letters/groups?state=open',
    { select: ({ groups }) => groups.reduce((sum, { open }) => sum + open, 0) },
  );
  return { count: data ?? 0, words: 'open' };
}

function useParkedRowCount(): NavigationCount {
  const { data } = useJson<OutboxResponse, number>(['outbox'], '/api/outbox', {
    select: ({ services }) => services.reduce((sum, { parked }) => sum + parked, 0),
  });
  return { count: data ?? 0, words: 'parked outbox rows' };
}
