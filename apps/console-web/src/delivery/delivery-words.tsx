import { Link } from 'wouter';
import { Icon, type IconName, type Tone } from '../ui/index.ts';
import type { Completeness } from './completeness.ts';

export const DELIVERY_TONES: Readonly<Record<Completeness['state'], Tone>> = {
  complete: 'good',
  pending: 'warn',
  'dead-lettered': 'bad',
  lost: 'bad',
  unknown: 'warn',
  'no-messages': 'neutral',
};

const MARKS: Readonly<Record<Completeness['state'], IconName>> = {
  complete: 'check',
  pending: 'clock',
  'dead-lettered': 'alert',
  lost: 'alert',
  unknown: 'alert',
  'no-messages': 'minus',
};

/** Whether everything has arrived; with a link to the dead letters that are open. */
export function DeliveryWords({ of: { state, words, letters } }: { of: Completeness }) {
  return (
    <>
      <Icon name={MARKS[state]} />
      <span>
        {words}
        {letters && (
          <>
            : <Link href={letters.href}>{letters.words}</Link>
          </>
        )}
      </span>
    </>
  );
}
