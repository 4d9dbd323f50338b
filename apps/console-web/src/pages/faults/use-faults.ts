import type { FaultsAnswer, FaultsChange } from '@waybill/console-api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../api/http.ts';
import { expectedFaults } from './expected-faults.ts';

const KEY = ['faults'];

export function useFaults() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => getJson<FaultsAnswer>('/api/faults', signal),
    // The counters follow messages that nobody announces.
    refetchInterval: 2_000,
  });
}

/**
 * Asks for a change and shows it at once. Changes are sent one after the other, in the order of the clicks; once the
 * last one is answered, what the server says counts, also after a refusal.
 */
export function useChangeFaults() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: KEY,
    scope: { id: 'faults' },
    mutationFn: (change: FaultsChange) => sendJson<FaultsAnswer>('PUT', '/api/faults', change),
    onMutate: (change) => {
      void client.cancelQueries({ queryKey: KEY });
      client.setQueryData<FaultsAnswer>(KEY, (faults) => faults && expectedFaults(faults, change));
    },
    onSettled: (answer) => {
      if (client.isMutating({ mutationKey: KEY }) > 1) return;
      if (answer) client.setQueryData(KEY, answer);
      else void client.invalidateQueries({ queryKey: KEY });
    },
  });
}
