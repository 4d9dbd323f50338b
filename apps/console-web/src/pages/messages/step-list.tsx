import { classNames, formatDuration } from '../../ui/index.ts';
import type { Sequence } from './sequence.ts';
import styles from './step-list.module.css';
import { beginningOf, sentenceOf } from './words.ts';

interface Props {
  sequence: Sequence;
  selected: string;
  onSelect: (eventId: string) => void;
}

/** The diagram in sentences: the same facts in the same order, for reading and for listening. */
export function StepList({ sequence, selected, onSelect }: Props) {
  const began = beginningOf(sequence);
  return (
    <ol className={styles.list}>
      {sequence.steps.map((step) => {
        const { id, eventId, at, tone } = step;
        return (
          <li
            key={id}
            className={classNames(styles.step, eventId === selected && styles.selected)}
            data-tone={tone}
          >
            <span className={styles.time}>
              {at !== undefined && began !== undefined ? (
                <time dateTime={new Date(at).toISOString()} title={new Date(at).toISOString()}>
                  +{formatDuration(at - began)}
                </time>
              ) : (
                'not yet'
              )}
            </span>
            <span>{sentenceOf(step, sequence.lanes)}</span>
            {eventId !== undefined && (
              <button
                type="button"
                className={styles.open}
                aria-label={`Open the message of ${step.title}`}
                aria-pressed={eventId === selected}
                onClick={() => onSelect(eventId === selected ? '' : eventId)}
              >
                message
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}
