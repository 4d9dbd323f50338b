import { classNames, formatDuration } from '../../ui/index.ts';
import type { Sequence } from './sequence.ts';
import styles from './step-list.module.css';
import { beginningOf, sentenceOf } from './words.ts';

interface Props {
  sequence: Sequence;
  selected: string;
  onSelect: (eventId: string) => void;
}

/** The diagram as sentences, in the same order. */
export function StepList({ sequence, selected, onSelect }: Props) {
  const began = beginningOf(sequence);
  return (
    <ol>
      {sequence.steps.map((step) => {
        const { id, eventId, at, tone } = step;
        return (
          <li
            key={id}
            className={classNames(styles.step, eventId === selected && styles.selected)}
            data-tone={tone}
          >
            <span className="mono soft end">
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
                className="link-button"
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
