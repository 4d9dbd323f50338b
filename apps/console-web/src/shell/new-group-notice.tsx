import type { DeadLetterGroupsResponse } from '@waybill/console-api';
import { useState } from 'react';
import { Link } from 'wouter';
import { useJson } from '../api/use-json.ts';
import { Button } from '../ui/index.ts';
import styles from './header.module.css';

/** Above every page: a group of dead letters that was not there when the page was opened. */
export function NewGroupNotice() {
  const { data } = useJson<DeadLetterGroupsResponse>(
    ['dead-letters', 'groups', 'open'],
    '/api/dead-letters/groups?state=open',
  );
  const [known, setKnown] = useState<ReadonlySet<string>>();
  const groups = data?.groups ?? [];
  const ids = groups.map(({ id }) => id);
  if (data && !known) setKnown(new Set(ids));
  const appeared = groups.filter(({ id }) => known?.has(id) === false);
  const [first] = appeared;
  return (
    <div role="status" className={styles.notice} data-tone="bad">
      {first && (
        <span className="row facts">
          <span>
            New dead letters: {first.consumer} gave up on {first.type}: {first.error}
            {appeared.length > 1 && `, and ${appeared.length - 1} more`}
          </span>
          <Link href={`/dead-letters?group=${first.id}`}>Look at them</Link>
          <Button size="small" onClick={() => setKnown(new Set([...known!, ...ids]))}>
            Dismiss
          </Button>
        </span>
      )}
    </div>
  );
}
