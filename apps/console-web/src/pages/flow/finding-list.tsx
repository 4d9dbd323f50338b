import type { TopologyResponse } from '@waybill/console-api';
import { useMemo } from 'react';
import { Panel } from '../../ui/index.ts';
import { findingsOf, type Finding } from './findings.ts';
import styles from './flow.module.css';

/** Where the declarations in the code and the traffic differ, in words. */
export function FindingList({ topology }: { topology: TopologyResponse }) {
  const findings = useMemo(() => findingsOf(topology), [topology]);
  const of = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind);
  return (
    <Panel title="Declared and seen" className={styles.side} scrolls>
      <div className="stack tight">
        {findings.length === 0 && (
          <p className="soft">Everything declared was seen, and everything seen is declared.</p>
        )}
        <Findings
          title="Seen, but not declared"
          advice="A service publishes or consumes something outside its contracts."
          findings={of('seen-not-declared')}
        />
        <Findings
          title="Declared, but not seen yet"
          advice="It has not happened so far, or it fails before anything is sent."
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
      <p className="note">{advice}</p>
      <ul className={`bullets ${styles.findings}`}>
        {findings.map(({ edgeId, sentence }) => (
          <li key={edgeId}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
