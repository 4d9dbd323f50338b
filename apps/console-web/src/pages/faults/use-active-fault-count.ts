import type { FaultsResponse } from '@waybill/console-api';
import { useJson } from '../../api/use-json.ts';
import { activeFaults } from './active-faults.ts';

/** For the navigation. */
export function useActiveFaultCount(): { count: number; words: string } {
  const { data } = useJson<FaultsResponse, number>(['faults'], '/api/faults', {
    select: (response) => activeFaults(response).length,
  });
  return { count: data ?? 0, words: 'injected faults' };
}
