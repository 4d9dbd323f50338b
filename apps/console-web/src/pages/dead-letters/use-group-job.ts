import type { DeadLetterJob, DeadLetterJobDetail } from '@waybill/console-api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../api/http.ts';
import { byOperator } from './operator-name.ts';
import type { GroupResolution } from './resolve-buttons.tsx';

/** Starts a job for a group. The server runs it: the page may be closed. */
export function useStartJob(group: string, onStart: (job: DeadLetterJob) => void) {
  const client = useQueryClient();
  return useMutation<DeadLetterJob, Error, GroupResolution>({
    mutationFn: ({ action, ...body }) =>
      sendJson('POST', `/api/dead-letters/groups/${group}/${action}`, { ...body, ...byOperator() }),
    onSuccess: onStart,
    onSettled: () => client.invalidateQueries({ queryKey: ['dead-letters'] }),
  });
}

/** Ends a job: what is not done by then stays open. */
export function useCancelJob(id: string) {
  const client = useQueryClient();
  return useMutation<DeadLetterJob, Error, void>({
    mutationFn: () => sendJson('POST', `/api/dead-letters/jobs/${id}/cancel`, byOperator()),
    onSettled: () => client.invalidateQueries({ queryKey: ['dead-letters'] }),
  });
}

const WHILE_RUNNING_MS = 500;

export function useJob(id: string) {
  return useQuery({
    queryKey: ['dead-letters', 'job', id],
    queryFn: ({ signal }) => getJson<DeadLetterJobDetail>(`/api/dead-letters/jobs/${id}`, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? WHILE_RUNNING_MS : false),
  });
}
