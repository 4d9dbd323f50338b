import { Link } from 'wouter';
import { Badge, type Tone } from '../../ui/index.ts';
import styles from './dead-letters.module.css';
import { outcomeSentence, type LetterOutcome } from './resolve-letters.ts';
import type { ResolveRun } from './use-resolve-letters.ts';

const TONES: Record<LetterOutcome['kind'], Tone> = {
  resolved: 'good',
  'already-resolved': 'neutral',
  failed: 'bad',
};

/** Progress of a run, and the outcome of each letter. */
export function RunOutcome({ run: { action, ids, outcomes, running } }: { run: ResolveRun }) {
  return (
    <div className={styles.run}>
      {running && <progress value={outcomes.size} max={ids.length} aria-label="Letters resolved" />}
      <p role="status">
        {running
          ? `${action === 'replay' ? 'Replaying' : 'Discarding'}: ${outcomes.size} of ${ids.length} …`
          : `Done: ${outcomeSentence(outcomes.values(), action)}.`}
      </p>
      <ul className={styles.outcomes}>
        {[...outcomes].map(([id, outcome]) => (
          <li key={id} className="row">
            <Link href={`/dead-letters/${encodeURIComponent(id)}`}>{id}</Link>
            <Badge tone={TONES[outcome.kind]}>
              {outcome.kind === 'resolved' ? outcome.state : outcome.kind.replace('-', ' ')}
            </Badge>
            {outcome.kind === 'resolved' ? (
              outcome.traceId && <Link href={`/traces/${outcome.traceId}`}>Follow the replay</Link>
            ) : (
              <span className="soft">{outcome.detail}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
