import type { DeadLetterResolution } from '@waybill/console-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sendJson } from '../../api/http.ts';
import { byOperator } from './operator-name.ts';

export type Resolution = { action: 'replay'; payload?: string } | { action: 'discard'; reason: string };

/** Replays or discards one letter; it may have been resolved meanwhile, and is read again in any case. */
export function useResolveLetter(id: string) {
  const client = useQueryClient();
  return useMutation<DeadLetterResolution, Error, Resolution>({
    mutationFn: ({ action, ...body }) =>
      sendJson('POST', `/api/dead-letters/${encodeURIComponent(id)}/${action}`, { ...body, ...byOperator() }),
    onSettled: () => client.invalidateQueries({ queryKey: ['dead-letters'] }),
  });
}
