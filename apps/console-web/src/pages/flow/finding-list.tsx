import type { TopologyAnswer } from '@waybill/console-api';
import { useMemo } from 'react';
import { Badge, Panel } from '../../ui/index.ts';
import { findingsOf } from './findings.ts';
import styles from './flow.module.css';

/** What the declarations in the code and the traffic disagree on, in words. */
export function FindingList({ topology }: { topology: TopologyAnswer }) {
  const findings = useMemo(() => findingsOf(topology), [topology]);
  return (
    <Panel title="Declared against seen" className={styles.side}>
      {findings.length === 0 ? (
        <p className="soft">
          Everything that was declared was seen, and everything that was seen is declared.
        </p>
      ) : (
        <ul className={styles.findings}>
          {findings.map(({ edgeId, kind, sentence }) => (
            <li key={edgeId} className={styles.finding}>
              <Badge tone={kind === 'seen-not-declared' ? 'warn' : 'neutral'}>
                {kind === 'seen-not-declared' ? 'not declared' : 'never seen'}
              </Badge>
              <p>{sentence}</p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
