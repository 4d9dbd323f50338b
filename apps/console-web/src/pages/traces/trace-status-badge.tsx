import type { TraceStatus } from '@waybill/console-api';
import { Badge, type Tone } from '../../ui/index.ts';

const LOOK: Readonly<Record<TraceStatus, { tone: Tone; title: string }>> = {
  ok: { tone: 'good', title: 'Nothing failed' },
  failed: { tone: 'bad', title: 'A step ended with an unexpected error' },
  retried: { tone: 'warn', title: 'A step failed and was retried' },
  'dead-lettered': { tone: 'bad', title: 'A consumer gave up on a message' },
};

export function TraceStatusBadge({ status }: { status: TraceStatus }) {
  return (
    <Badge tone={LOOK[status].tone} title={LOOK[status].title}>
      {status}
    </Badge>
  );
}
