import { Link } from 'wouter';
import { Icon, type IconName } from '../ui/index.ts';
import type { Completeness } from './completeness.ts';

const MARKS: Readonly<Record<Completeness['state'], IconName>> = {
  complete: 'check',
  pending: 'clock',
  'dead-lettered': 'alert',
  lost: 'alert',
  unknown: 'alert',
  'no-messages': 'minus',
};

/** Whether it has all arrived, with its mark; dead letters lead to where they are answered. */
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
