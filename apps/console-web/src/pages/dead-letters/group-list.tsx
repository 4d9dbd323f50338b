import type { DeadLetterGroup, DeadLetterView } from '@waybill/console-api';
import { useState } from 'react';
import { classNames, formatPlural, Panel, Timestamp } from '../../ui/index.ts';
import styles from './dead-letters.module.css';
import { errorInWords } from './letter-words.ts';
import { ResolveButtons } from './resolve-buttons.tsx';
import { RunOutcome } from './run-outcome.tsx';
import { useResolveLetters } from './use-resolve-letters.ts';

const keyOf = ({ consumer, type, error }: DeadLetterGroup) => [consumer, type, error].join('\n');

interface Props {
  groups: readonly DeadLetterGroup[];
  /** Those of the page: a group shows the error of its newest letter among them. */
  letters: readonly DeadLetterView[];
}

/** Open letters by consumer, event and error, each group to be resolved at once. */
export function GroupList({ groups, letters }: Props) {
  const errors = new Map(letters.map(({ id, error }) => [id, errorInWords(error)]));
  const [resolved, setResolved] = useState<ReadonlySet<string>>(new Set());
  const shown = useSteadyGroups(groups).filter(({ key, ids }) => ids.length > 0 || resolved.has(key));
  if (shown.length === 0) return null;
  return (
    <Panel title="Open letters, grouped by consumer, event and error" flush>
      <ul className="divided">
        {shown.map((group) => (
          <GroupRow
            key={group.key}
            group={group}
            error={group.ids.map((id) => errors.get(id)).find(Boolean) ?? group.error}
            onResolve={() => setResolved((before) => new Set(before).add(group.key))}
          />
        ))}
      </ul>
    </Panel>
  );
}

/**
 * The groups in the order in which they were first seen, so that none moves under the pointer. One whose last letter
 * was resolved stays, without letters, so that its outcomes can be read.
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
  onResolve: () => void;
}

function GroupRow({ group: { consumer, type, ids, firstAt, lastAt }, error, onResolve }: RowProps) {
  const { run, resolve } = useResolveLetters();
  return (
    <li>
      <div className={classNames('row facts', styles.groupHead)}>
        <span className={styles.count}>{ids.length}</span>
        <div className={styles.groupWords}>
          <p>
            <b>{consumer}</b> gave up on <code>{type}</code>
          </p>
          <p className="error">{error}</p>
          <p className="soft">
            {ids.length > 1 && (
              <>
                {formatPlural(ids.length, 'letter')}, first <Timestamp at={firstAt} relative />, last{' '}
              </>
            )}
            <Timestamp at={lastAt} relative />
          </p>
        </div>
        {ids.length > 0 && (
          <div className="row">
            <ResolveButtons
              size="small"
              count={ids.length}
              disabled={run?.running === true}
              onResolve={(resolution) => {
                onResolve();
                void resolve(ids, resolution);
              }}
            />
          </div>
        )}
      </div>
      {run && <RunOutcome run={run} />}
    </li>
  );
}
