import type { DeadLetterGroup, DeadLetterView } from '@waybill/console-api';
import { useState } from 'react';
import { formatPlural, Panel, Timestamp } from '../../ui/index.ts';
import { AnswerButtons } from './answer-buttons.tsx';
import styles from './dead-letters.module.css';
import { errorInWords } from './letter-words.ts';
import { RunOutcome } from './run-outcome.tsx';
import { useAnswerLetters } from './use-answer-letters.ts';

const keyOf = ({ consumer, type, error }: DeadLetterGroup) => [consumer, type, error].join('\n');

interface Props {
  groups: readonly DeadLetterGroup[];
  /** Those of the page: a group says what its newest letter among them says. */
  letters: readonly DeadLetterView[];
}

/** Open letters by who gave up on what and why, each group to be answered at once. */
export function GroupList({ groups, letters }: Props) {
  const errors = new Map(letters.map(({ id, error }) => [id, errorInWords(error)]));
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const shown = useSteadyGroups(groups).filter(({ key, ids }) => ids.length > 0 || answered.has(key));
  if (shown.length === 0) return null;
  return (
    <Panel title="Open letters, grouped by consumer, event and error" flush>
      <ul className={styles.groups}>
        {shown.map((group) => (
          <GroupRow
            key={group.key}
            group={group}
            error={group.ids.map((id) => errors.get(id)).find(Boolean) ?? group.error}
            onAnswer={() => setAnswered((before) => new Set(before).add(group.key))}
          />
        ))}
      </ul>
    </Panel>
  );
}

/**
 * The groups in the order in which they were first seen, so that none moves away from under the hand. One whose last
 * letter is answered stays, without letters: its outcomes are still to be read.
 */
function useSteadyGroups(groups: readonly DeadLetterGroup[]): (DeadLetterGroup & { key: string })[] {
  const [seen, setSeen] = useState<ReadonlyMap<string, DeadLetterGroup>>(new Map());
  const current = new Map(groups.map((group) => [keyOf(group), group]));
  if ([...current].some(([key, group]) => seen.get(key) !== group)) setSeen(new Map([...seen, ...current]));
  return [...seen].map(([key, group]) => ({ ...(current.get(key) ?? { ...group, ids: [] }), key }));
}

interface RowProps {
  group: DeadLetterGroup;
  error: string;
  onAnswer: () => void;
}

function GroupRow({ group, error, onAnswer }: RowProps) {
  const [run, answer] = useAnswerLetters();
  const { consumer, type, ids, firstAt, lastAt } = group;
  return (
    <li className={styles.group}>
      <div className={styles.groupHead}>
        <span className={styles.count}>{ids.length}</span>
        <div className={styles.groupWords}>
          <p>
            <b>{consumer}</b> gave up on <code>{type}</code>
          </p>
          <p className={styles.error}>{error}</p>
          <p className="soft">
            {ids.length > 1 ? (
              <>
                {formatPlural(ids.length, 'letter')}, first <Timestamp at={firstAt} relative />, last{' '}
                <Timestamp at={lastAt} relative />
              </>
            ) : (
              <Timestamp at={lastAt} relative />
            )}
          </p>
        </div>
        {ids.length > 0 && (
          <div className={styles.buttons}>
            <AnswerButtons
              size="small"
              count={ids.length}
              disabled={run?.running === true}
              onAnswer={(chosen) => {
                onAnswer();
                answer(ids, chosen);
              }}
            />
          </div>
        )}
      </div>
      {run && <RunOutcome run={run} />}
    </li>
  );
}
