import type { EventConsumer, ReadsVersion } from '@waybill/console-api';
import type { Tone } from '../../ui/index.ts';

export const MODES: Record<EventConsumer['mode'], string> = {
  key: 'in key order',
  none: 'in any order',
  batch: 'in batches',
};

/** What a consumer does with messages of a version. */
export function readWords(how: ReadsVersion, handles: number | undefined): { words: string; tone: Tone } {
  switch (how) {
    case 'handles':
      return { words: 'handles it', tone: 'good' };
    case 'upcasts':
      return { words: `handles it as v${handles}`, tone: 'good' };
    case 'waits':
      return { words: 'waits for its upgrade', tone: 'warn' };
    case 'refuses':
      return { words: 'cannot read it: dead letter', tone: 'bad' };
    case 'unknown':
      return { words: 'not reported', tone: 'neutral' };
  }
}
