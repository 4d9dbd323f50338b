import type { FaultsResponse, FaultsChange } from '@waybill/console-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sendJson } from '../../api/http.ts';
import { useJson } from '../../api/use-json.ts';
import { expectedFaults } from './expected-faults.ts';

const KEY = ['faults'];

/** No live topic says that the counters have changed. */
const REFRESH_MS = 2_000;

export function useFaults() {
  return useJson<FaultsResponse>(KEY, '/api/faults', { refetchInterval: REFRESH_MS });
}

/**
 * Requests a change and shows it at once. Changes are sent one after the other, in the order of the clicks; after the
 * response to the last one the server's state is shown, also after a refusal.
 */
export function useChangeFaults() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: KEY,
    scope: { id: 'faults' },
    mutationFn: (change: FaultsChange) => sendJson<FaultsResponse>('PUT', '/api/faults', change),
    onMutate: (change) => {
      void client.cancelQueries({ queryKey: KEY });
      client.setQueryData<FaultsResponse>(KEY, (faults) => faults && expectedFaults(faults, change));
    },
    onSettled: (response) => {
      if (client.isMutating({ mutationKey: KEY }) > 1) return;
      if (response) client.setQueryData(KEY, response);
      else void client.invalidateQueries({ queryKey: KEY });
    },
  });
}
