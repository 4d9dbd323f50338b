import type { TopologyAnswer } from '@waybill/console-api';
import { useMemo } from 'react';
import { Panel } from '../../ui/index.ts';
import { findingsOf, type Finding } from './findings.ts';
import styles from './flow.module.css';

/** What the declarations in the code and the traffic disagree on, in words. */
export function FindingList({ topology }: { topology: TopologyAnswer }) {
  const findings = useMemo(() => findingsOf(topology), [topology]);
  const of = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind);
  return (
    <Panel title="Declared against seen" className={styles.side}>
      <div className={styles.sideBody}>
        {findings.length === 0 && (
          <p className="soft">
            Everything that is declared was seen, and everything that was seen is declared.
          </p>
        )}
        <Findings
          title="Seen, but not declared"
          advice="Somebody publishes or consumes past the contracts."
          findings={of('seen-not-declared')}
        />
        <Findings
          title="Declared, but never seen yet"
          advice="Nobody did it so far, or it goes wrong before it is sent."
          findings={of('declared-never-seen')}
        />
      </div>
    </Panel>
  );
}

interface Props {
  title: string;
  advice: string;
  findings: readonly Finding[];
}

function Findings({ title, advice, findings }: Props) {
  if (findings.length === 0) return null;
  return (
    <div>
      <h3>
        ⚑ {title} ({findings.length})
      </h3>
      <p className={styles.advice}>{advice}</p>
      <ul className={styles.findings}>
        {findings.map(({ edgeId, sentence }) => (
          <li key={edgeId}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
