import type { DeadLetterView } from '@waybill/console-api';
import { Badge } from '../../ui/index.ts';

const TONES = { open: 'bad', replayed: 'good', discarded: 'neutral' } as const;

export function LetterState({ state }: Pick<DeadLetterView, 'state'>) {
  return <Badge tone={TONES[state]}>{state}</Badge>;
}
